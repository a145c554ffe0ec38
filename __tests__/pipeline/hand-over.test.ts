import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { EnvironmentCharts, synthesizeYaml } from '../../charts';
import type { Autoscaling, Environment } from '../../model';
import { Runner, type RunOptions, type RunResult } from '../../pipeline';
import { apply } from '../../pipeline/steps/apply';
import { handOvers, type FieldsOfManager, type KubeObject } from '../../pipeline/steps/hand-over';
import { parsed } from '../helpers/environment';
import { deployedContract } from '../helpers/outputs';
import { scratchFolder } from '../helpers/scratch';

/** What moves the number of pods of the workload of that name. */
type Pods = Readonly<Record<string, { replicas: number } | { autoscaling: Partial<Autoscaling> }>>;

const AUTOSCALED = { autoscaling: { minReplicas: 2, maxReplicas: 10 } };

function environmentOf(pods: Pods): Environment {
  const workload = { image: 'ghcr.io/acme/app:1.0.0', port: 8080, deployment: 'gpt-5.4-mini', dialect: 'langchain' };
  return parsed({
    store: { enabled: false },
    workloads: Object.entries(pods).map(([name, said]) => ({ name, ...workload, ...said })),
  });
}

/**
 * A cluster as far as numbers of pods and their field managers go, which kubectl reaches.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
 */
class Cluster extends Runner {
  /** The calls that change something, without their kubeconfig. */
  public readonly changes: string[] = [];
  /** Every number of pods that a Deployment has had, in order. */
  public readonly history: Record<string, number[]> = {};
  /** How many changes are let through before this process dies. */
  public diesAfter = Number.POSITIVE_INFINITY;
  private readonly objects = new Map<string, KubeObject>();

  public constructor() {
    super({ directory: scratchFolder() });
    for (const folder of ['outputs', 'dist/dev']) mkdirSync(path.join(this.directory, folder), { recursive: true });
    writeFileSync(path.join(this.directory, 'outputs/kubeconfig-dev'), '');
  }

  /** Runs the step for an environment of these workloads. */
  public async deploy(pods: Pods): Promise<void> {
    const environment = environmentOf(pods);
    const charts = new EnvironmentCharts(new App(), 'dev', { environment, contract: deployedContract(environment) });
    writeFileSync(path.join(this.directory, 'dist/dev/dev.k8s.yaml'), synthesizeYaml(charts));
    await apply.run({ environment, runner: this });
  }

  /** What the autoscaler's controller or somebody with `kubectl scale` does. */
  public scale(name: string, replicas: number, manager = 'kube-controller-manager'): void {
    this.set(this.find('Deployment', name)!, replicas, [fieldsOf(manager, 'Update')]);
  }

  /** What somebody with `kubectl autoscale` does. */
  public autoscale(name: string): void {
    this.objects.set(`HorizontalPodAutoscaler/${name}`, {
      kind: 'HorizontalPodAutoscaler',
      metadata: { name, namespace: 'dev', managedFields: [fieldsOf('kubectl-autoscale', 'Update')] },
      spec: { scaleTargetRef: { kind: 'Deployment', name } },
    });
  }

  public replicasOf(name: string): number | undefined {
    return this.find('Deployment', name)?.spec?.replicas;
  }

  public hasAutoscaler(name: string): boolean {
    return this.find('HorizontalPodAutoscaler', name) !== undefined;
  }

  protected override execute(_tool: string, words: readonly string[], options: RunOptions): Promise<RunResult> {
    const [verb, ...args] = words.slice(2);
    if (verb === 'delete' || verb === 'apply') {
      if (this.changes.length >= this.diesAfter) throw new Error('killed');
      this.changes.push([verb, ...args].join(' '));
    }
    let stdout = '';
    let stderr = '';
    if (verb === 'get') stdout = JSON.stringify({ items: this.in(args[args.indexOf('--namespace') + 1]!) });
    if (verb === 'delete') this.objects.delete(`HorizontalPodAutoscaler/${args[1]}`);
    if (verb === 'apply') {
      const text = options.input ?? this.read('dist/dev/dev.k8s.yaml')!;
      const manager = args.find((arg) => arg.startsWith('--field-manager='))?.split('=')[1] ?? 'kubectl';
      for (const document of parseAllDocuments(text)) {
        stderr += this.apply(document.toJS() as KubeObject, manager, args.includes('--force-conflicts'));
      }
    }
    return Promise.resolve({ exitCode: stderr === '' ? 0 : 1, stdout, stderr });
  }

  /** Applies an object on the server's side, which refuses what another manager has set. */
  private apply(object: KubeObject, manager: string, isForced: boolean): string {
    const { kind, metadata } = object;
    const fields = fieldsOf(manager, 'Apply');
    const found = this.find(kind, metadata.name);
    if (kind !== 'Deployment' || found === undefined) {
      const made = { ...object, metadata: { ...metadata, managedFields: [fields] } };
      this.objects.set(`${kind}/${metadata.name}`, made);
      if (kind === 'Deployment') {
        this.set(made, object.spec?.replicas ?? 1, object.spec?.replicas === undefined ? [] : [fields]);
      }
      return '';
    }
    const wanted = object.spec?.replicas;
    const holders = found.metadata.managedFields!;
    const others = holders.filter((other) => !(other.manager === manager && other.operation === 'Apply'));
    if (wanted === undefined) {
      const isDropped = others.length === 0 && holders.length > 0;
      this.set(found, isDropped ? 1 : found.spec!.replicas!, others);
    } else if (wanted === found.spec!.replicas || others.length === 0) {
      this.set(found, wanted, [...others, fields]);
    } else if (isForced) {
      this.set(found, wanted, [fields]);
    } else {
      return `Apply failed with 1 conflict: conflict with "${others[0]!.manager}": .spec.replicas`;
    }
    return '';
  }

  private set(object: KubeObject, replicas: number, managedFields: FieldsOfManager[]): void {
    const { kind, metadata } = object;
    this.objects.set(`${kind}/${metadata.name}`, {
      ...object,
      metadata: { ...metadata, managedFields },
      spec: { ...object.spec, replicas },
    });
    (this.history[metadata.name] ??= []).push(replicas);
  }

  private find(kind: string, name: string): KubeObject | undefined {
    return this.objects.get(`${kind}/${name}`);
  }

  private in(namespace: string): KubeObject[] {
    return [...this.objects.values()].filter(({ metadata }) => metadata.namespace === namespace);
  }
}

/** The entry of a manager that has the number of pods. */
function fieldsOf(manager: string, operation: string) {
  return { manager, operation, fieldsV1: { 'f:spec': { 'f:replicas': {} } } };
}

const MAIN = 'apply --server-side --filename dist/dev';
const HOLD = 'apply --server-side --field-manager=secure-aks-openai-replicas --validate=false';

let cluster: Cluster;
beforeEach(() => {
  cluster = new Cluster();
});

describe('the number of pods', () => {
  test.each([
    ['stated', { replicas: 3 }],
    ['moved', AUTOSCALED],
  ] as const)('changes no hand in a fresh cluster, nor in a second run, where it is %s', async (_, said) => {
    // WHEN
    await cluster.deploy({ app: said });
    await cluster.deploy({ app: said });

    // THEN
    expect(cluster.changes).toEqual([MAIN, MAIN]);
    expect(cluster.replicasOf('app')).toBe('replicas' in said ? said.replicas : 1);
  });

  test('stays on the way to an autoscaler, until that moves it', async () => {
    // GIVEN
    await cluster.deploy({ app: { replicas: 3 } });

    // WHEN
    await cluster.deploy({ app: AUTOSCALED });

    // THEN
    expect(cluster.changes).toEqual([MAIN, `${HOLD} --filename -`, MAIN]);
    expect(new Set(cluster.history['app'])).toEqual(new Set([3]));

    // WHEN the autoscaler is at work
    cluster.scale('app', 6);
    await cluster.deploy({ app: AUTOSCALED });

    // THEN
    expect(cluster.changes).toHaveLength(4);
    expect(cluster.replicasOf('app')).toBe(6);
  });

  test('goes to what the YAML states on the way back, once the autoscaler is gone, and can be changed again', async () => {
    // GIVEN
    await cluster.deploy({ app: AUTOSCALED });
    cluster.scale('app', 6);

    // WHEN
    await cluster.deploy({ app: { replicas: 4 } });

    // THEN
    expect(cluster.changes).toEqual([
      MAIN,
      'delete horizontalpodautoscalers.autoscaling app --namespace dev --ignore-not-found',
      `${HOLD} --force-conflicts --filename -`,
      MAIN,
    ]);
    expect(cluster.hasAutoscaler('app')).toBe(false);
    expect(cluster.history['app']!.slice(1)).toEqual([6, 4, 4]);

    // WHEN
    await cluster.deploy({ app: { replicas: 5 } });
    await cluster.deploy({ app: AUTOSCALED });

    // THEN
    expect(cluster.replicasOf('app')).toBe(5);
    expect(Math.min(...cluster.history['app']!.slice(1))).toBe(4);
  });

  test('changes hands both ways at once', async () => {
    // GIVEN
    await cluster.deploy({ forth: { replicas: 3 }, back: AUTOSCALED });
    cluster.scale('back', 6);

    // WHEN
    await cluster.deploy({ forth: AUTOSCALED, back: { replicas: 2 } });

    // THEN
    expect([cluster.hasAutoscaler('forth'), cluster.hasAutoscaler('back')]).toEqual([true, false]);
    expect(new Set(cluster.history['forth'])).toEqual(new Set([3]));
    expect(cluster.history['back']!.slice(1)).toEqual([6, 2, 2]);
  });

  test.each([0, 1, 2])(
    'never falls below both where the way back dies after change %i, and is taken again',
    async (changes) => {
      // GIVEN
      await cluster.deploy({ app: { replicas: 3 } });
      await cluster.deploy({ app: AUTOSCALED });
      cluster.scale('app', 6);
      cluster.diesAfter = cluster.changes.length + changes;

      // WHEN
      await expect(cluster.deploy({ app: { replicas: 4 } })).rejects.toThrow('killed');
      cluster.diesAfter = Number.POSITIVE_INFINITY;
      await cluster.deploy({ app: { replicas: 4 } });

      // THEN
      expect(cluster.replicasOf('app')).toBe(4);
      expect(cluster.hasAutoscaler('app')).toBe(false);
      expect(Math.min(...cluster.history['app']!)).toBe(3);
    },
  );

  test.each([AUTOSCALED, { replicas: 4 }])(
    'never falls where the way forth dies in the middle, and goes on as %j',
    async (next) => {
      // GIVEN
      await cluster.deploy({ app: { replicas: 3 } });
      cluster.diesAfter = 2;

      // WHEN
      await expect(cluster.deploy({ app: AUTOSCALED })).rejects.toThrow('killed');
      cluster.diesAfter = Number.POSITIVE_INFINITY;
      await cluster.deploy({ app: next });

      // THEN
      expect(cluster.replicasOf('app')).toBe('replicas' in next ? 4 : 3);
      expect(Math.min(...cluster.history['app']!)).toBe(3);
    },
  );

  test('is left to whoever has scaled by hand, and to an autoscaler of somebody else', async () => {
    // GIVEN
    await cluster.deploy({ app: { replicas: 3 }, other: { replicas: 3 } });
    cluster.scale('app', 7, 'kubectl');
    cluster.autoscale('other');
    cluster.scale('other', 5);

    // WHEN
    const run = cluster.deploy({ app: { replicas: 3 }, other: { replicas: 3 } });

    // THEN
    await expect(run).rejects.toThrow('conflict with "kubectl": .spec.replicas');
    expect(cluster.changes).toEqual([MAIN, MAIN]);
    expect([cluster.replicasOf('app'), cluster.replicasOf('other')]).toEqual([7, 5]);
    expect(cluster.hasAutoscaler('other')).toBe(true);

    // WHEN the one that was scaled by hand goes to an autoscaler
    await cluster.deploy({ app: AUTOSCALED, other: AUTOSCALED });

    // THEN
    expect([cluster.replicasOf('app'), cluster.replicasOf('other')]).toEqual([7, 5]);
  });
});

/** A Deployment of the YAML's in the cluster. */
function live(namespace: string): KubeObject {
  return {
    kind: 'Deployment',
    metadata: { name: 'app', namespace, managedFields: [fieldsOf('kubectl', 'Apply')] },
    spec: { replicas: 3 },
  };
}

/** An autoscaler of the YAML's in the cluster. */
function autoscaler(name: string): KubeObject {
  return {
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace: 'team', managedFields: [fieldsOf('kubectl', 'Apply')] },
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'app' } },
  };
}

describe('handOvers', () => {
  test('tells objects of two namespaces apart, and takes one of no Deployment for none', () => {
    // GIVEN
    const yaml = [
      { kind: 'Deployment', metadata: { name: 'app', namespace: 'team' }, spec: {} },
      { kind: 'StatefulSet', metadata: { name: 'app', namespace: 'other' }, spec: {} },
    ];

    // THEN
    expect(handOvers(yaml, [live('other')])).toEqual([]);
    expect(handOvers(yaml, [live('other'), live('team')])).toEqual([
      { name: 'app', namespace: 'team', replicas: 3, to: 'autoscaler' },
    ]);
  });

  test('leaves an autoscaler alone that the YAML has, whatever it calls it', () => {
    // GIVEN
    const deployment = { ...live('team'), spec: { replicas: 2 } };

    // THEN
    expect(handOvers([deployment, autoscaler('app')], [live('team'), autoscaler('app')])).toEqual([]);
    expect(handOvers([deployment], [live('team'), autoscaler('team-own')])).toEqual([]);
    expect(handOvers([deployment], [live('team'), autoscaler('app')])).toEqual([
      { name: 'app', namespace: 'team', replicas: 2, to: 'yaml' },
    ]);
  });
});
