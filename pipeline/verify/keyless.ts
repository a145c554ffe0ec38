import { isKeyName, namespacesOf } from '../../model';
import type { Context } from '../context';
import { kubectl, kubectlJson } from '../kubectl';
import { Masker } from '../run';
import type { Proof } from './proof';

/** The part of a container that is read here. */
interface Container {
  readonly name: string;
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string } };
  }[];
  readonly envFrom?: readonly {
    readonly secretRef?: { readonly name: string };
    readonly configMapRef?: { readonly name: string };
  }[];
}

interface Pod {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly volumes?: readonly { readonly secret?: { readonly secretName: string } }[];
  };
}

interface KeyedObject {
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
}

/** No pod is handed a key: not by its own variables, not by a ConfigMap, not by a Secret. No value of a Secret is read. */
export const keyless: Proof = {
  id: 'keyless',
  title: 'no pod holds a key',
  async prove(context) {
    const namespaces = namespacesOf(context.environment).map(({ name }) => name);
    const expected = `pods in namespace ${namespaces.join(', ')}, and no key in the variables and volumes of any`;
    let count = 0;
    const found: string[] = [];
    for (const namespace of namespaces) {
      const scope = ['--namespace', namespace];
      const pods = await kubectlJson<{ items: Pod[] }>(context, ['get', 'pods', ...scope]);
      const configMaps = await kubectlJson<{ items: KeyedObject[] }>(context, ['get', 'configmaps', ...scope]);
      const secretKeys = await keysOfSecrets(context, namespace);
      const configured = new Map(configMaps.items.map(({ metadata, data }) => [metadata.name, data ?? {}]));
      found.push(...pods.items.flatMap((pod) => keysOf(pod, configured, secretKeys)));
      count += pods.items.length;
    }
    if (count === 0) {
      const cause = 'nothing is applied: npm run deploy -- --from apply';
      return { passed: false, expected, seen: 'no pod at all', cause };
    }
    return found.length === 0
      ? { passed: true, expected, seen: `${count} pods, no key` }
      : {
          passed: false,
          expected,
          seen: found.join('; '),
          cause:
            'something other than these charts has set it: take it off, and revoke the key, since it was readable in the cluster',
        };
  },
};

/** What of a pod holds a key, in words that show no value. */
function keysOf(
  { metadata, spec }: Pod,
  configMaps: ReadonlyMap<string, Readonly<Record<string, string>>>,
  secretKeys: ReadonlyMap<string, readonly string[]>,
): string[] {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const inVariables = containers.flatMap((container) => [
    ...(container.env ?? []).flatMap(({ name, value, valueFrom }) =>
      (value && isKey(name, value)) || (valueFrom?.secretKeyRef && [name, valueFrom.secretKeyRef.key].some(isKeyName))
        ? [`variable ${name}`]
        : [],
    ),
    ...(container.envFrom ?? []).flatMap(({ secretRef, configMapRef }) => [
      ...(secretKeys.get(secretRef?.name ?? '') ?? [])
        .filter(isKeyName)
        .map((key) => `${key} of Secret ${secretRef?.name}`),
      ...Object.entries(configMaps.get(configMapRef?.name ?? '') ?? {})
        .filter(([key, value]) => value !== '' && isKey(key, value))
        .map(([key]) => `${key} of ConfigMap ${configMapRef?.name}`),
    ]),
  ]);
  const inVolumes = (spec.volumes ?? []).flatMap(({ secret }) =>
    (secretKeys.get(secret?.secretName ?? '') ?? [])
      .filter(isKeyName)
      .map((key) => `${key} of Secret ${secret?.secretName}`),
  );
  return [...inVariables, ...inVolumes].map((what) => `pod ${metadata.name}: ${what}`);
}

/** A name that says so, or a value that looks like one. */
function isKey(name: string, value: string): boolean {
  return isKeyName(name) || new Masker().mask(value) !== value;
}

async function keysOfSecrets(context: Context, namespace: string): Promise<Map<string, string[]>> {
  const template =
    'go-template={{range .items}}{{.metadata.name}}{{range $key, $value := .data}} {{$key}}{{end}}{{"\\n"}}{{end}}';
  const { stdout } = await kubectl(context, [['get', 'secrets', '--namespace', namespace, '--output', template]]);
  return new Map(
    stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [name = '', ...keys] = line.split(' ');
        return [name, keys];
      }),
  );
}
