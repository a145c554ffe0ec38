import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { gt, valid } from 'semver';
import { parse } from 'yaml';
import { ALB_CONTROLLER } from '../../model';
import type { Context } from '../context';
import { GATEWAY, kubectlJson } from '../kubectl';
import { PipelineError } from '../run';
import { emptyScratch } from '../scratch';
import { readStack, stackResources, synthesizeStack, terraformInit } from '../terraform';

/** What is read of a CustomResourceDefinition. */
interface CustomResource {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
}

/** A revision of a release, as Helm keeps it. */
interface ReleaseSecret {
  readonly metadata: { readonly name: string; readonly labels: { readonly version: string } };
  readonly data?: { readonly release?: string };
}

/** A value that a release gives its chart. */
interface ChartValue {
  readonly name: string;
  readonly value: string;
}

/** In the place of an id that Terraform alone knows; no definition holds it. */
const UNKNOWN = '00000000-0000-0000-0000-000000000000';

/** Which release of the Gateway API a CustomResourceDefinition is of. */
const BUNDLE_VERSION = 'gateway.networking.k8s.io/bundle-version';

/**
 * The version of the ALB controller's chart that Helm has installed; `undefined` where it has none. Helm keeps a release as
 * JSON, zipped and twice in base64.
 *
 * @see https://helm.sh/docs/topics/advanced/#storage-backends
 * @throws {PipelineError} if what Helm keeps cannot be read
 */
export async function installedController(context: Context): Promise<string | undefined> {
  const { name, namespace } = ALB_CONTROLLER.release;
  const { items } = await kubectlJson<{ items: ReleaseSecret[] }>(context, [
    ['get', 'secrets', '--namespace', namespace, '--selector', `owner=helm,name=${name},status=deployed`],
  ]);
  const revision = ({ metadata }: ReleaseSecret) => Number(metadata.labels.version);
  const [newest] = items.toSorted((a, b) => revision(b) - revision(a));
  return newest === undefined ? undefined : chartVersionOf(newest);
}

function chartVersionOf({ metadata, data }: ReleaseSecret): string {
  try {
    const zipped = Buffer.from(Buffer.from(data!.release!, 'base64').toString(), 'base64');
    const release = JSON.parse(gunzipSync(zipped).toString()) as { chart: { metadata: { version?: string } } };
    const { version } = release.chart.metadata;
    if (valid(version) === null) throw new Error('no version');
    return version!;
  } catch {
    // Nothing of what was thrown: it may quote a value of the release.
    const { name, namespace } = ALB_CONTROLLER.release;
    throw new PipelineError(
      `Secret ${metadata.name} holds no release of Helm that can be read`,
      `see which revisions Helm itself can read: helm history ${name} --namespace ${namespace}`,
    );
  }
}

/** The release of the Gateway API that the cluster knows, `v1.6.2` for example; `undefined` where it does not say. */
export async function installedGatewayApi(context: Context): Promise<string | undefined> {
  const { metadata } = await kubectlJson<CustomResource>(context, [
    ['get', 'customresourcedefinitions.apiextensions.k8s.io', GATEWAY],
  ]);
  return metadata?.annotations?.[BUNDLE_VERSION];
}

/**
 * The CustomResourceDefinitions that a version of the chart brings beside its templates, each as YAML: those that Helm installs
 * once and never upgrades. Terraform's Helm provider reads them out of the chart, so that no other tool is needed.
 *
 * @see https://helm.sh/docs/chart_best_practices/custom_resource_definitions/
 * @see https://registry.terraform.io/providers/hashicorp/helm/3.1.1/docs/data-sources/template
 * @throws {PipelineError} if the chart cannot be had
 */
export async function customResourcesOf(context: Context, version: string): Promise<string[]> {
  const { environment, runner } = context;
  const stack = await readStack(await synthesizeStack(runner, environment.name));
  const release = stackResources(stack).find(({ type, args }) => {
    return type === 'helm_release' && args['name'] === ALB_CONTROLLER.release.name;
  });
  if (release === undefined) {
    throw new PipelineError(
      `stack "${environment.name}" installs no ALB controller`,
      'see constructs/platform-stack.ts',
    );
  }
  const { name, namespace, chart, set = [] } = release.args;
  const controller = {
    name,
    namespace,
    chart,
    version,
    // The templates are rendered too, and may ask for a version of Kubernetes and for values.
    kube_version: `${environment.cluster.kubernetesVersion}.0`,
    set: (set as readonly ChartValue[]).map((each) => (each.value.includes('${') ? { ...each, value: UNKNOWN } : each)),
    include_crds: true,
  };
  const folder = await emptyScratch(runner, environment.name, 'controller-chart');
  const configuration = {
    terraform: { required_providers: { helm: stack.terraform?.required_providers?.['helm'] } },
    provider: { helm: [{}] },
    data: { helm_template: { controller } },
    output: { crds: { value: '${data.helm_template.controller.crds}' } },
  };
  await writeFile(path.join(folder, 'main.tf.json'), JSON.stringify(configuration, undefined, 2));
  await terraformInit(runner, folder, environment.name);
  await runner.run('terraform', [`-chdir=${folder}`, 'apply', '-auto-approve', '-input=false', '-no-color'], {
    timeoutMs: 300_000,
    next: `see that there is a version ${version} of ${String(chart)}, and that it can be reached; nothing was changed`,
  });
  return runner.json<string[]>('terraform', [`-chdir=${folder}`, 'output', '-json', 'crds']);
}

/** Without those of the Gateway API that are older than what the cluster knows: others have brought it further. */
export function withoutOlder(customResources: readonly string[], installed: string | undefined): string[] {
  return customResources.filter((yaml) => {
    const brought = (parse(yaml) as CustomResource).metadata?.annotations?.[BUNDLE_VERSION];
    return brought === undefined || installed === undefined || !gt(installed, brought);
  });
}
