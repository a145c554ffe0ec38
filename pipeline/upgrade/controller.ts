import { lt } from 'semver';
import { controllerAdvice } from '../../config';
import type { Context } from '../context';
import { kubectl } from '../kubectl';
import { LIMITS } from '../limits';
import { planInfrastructure } from '../plan';
import { advise, problem, type Finding } from '../preflight/finding';
import type { Step } from '../run-steps';
import { gateway } from '../steps/gateway';
import { infrastructure } from '../steps/infrastructure';
import { requireKubeconfig } from '../steps/kubeconfig';
import { verify } from '../steps/verify';
import { customResourcesOf, installedController, installedGatewayApi, withoutOlder } from './controller-chart';
import { otherChanges } from './other-changes';
import type { Way } from './way';

/**
 * The way of the ALB controller to a version of its chart: the CustomResourceDefinitions first, which Helm never upgrades, then
 * the release, by Terraform, which holds it.
 *
 * The environment's file says the version first, and nothing else that is new: an upgrade applies the same stack as a deploy.
 * So the next plan shows nothing.
 *
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/alb-controller-release-notes
 */
export async function controllerWay(context: Context, version: string): Promise<Way> {
  requireKubeconfig(context);
  const installed = await installedController(context);
  if (installed === undefined) {
    const { name } = context.environment;
    const missing = problem(
      'Helm has installed no ALB controller in the cluster',
      `npm run deploy -- ${name} installs it`,
    );
    return { findings: [missing], steps: [] };
  }
  const findings = [...fileFindings(context, version), ...versionFindings(context, version, installed)];
  const plan = await planInfrastructure(context, {});
  const customResources = withoutOlder(await customResourcesOf(context, version), await installedGatewayApi(context));
  return {
    findings: [...findings, ...otherChanges(context, plan, ({ address }) => address.startsWith('helm_release.'))],
    steps: [
      ...(customResources.length > 0 ? [customResourcesStep(customResources)] : []),
      ...(plan.changes.length > 0 || installed !== version
        ? [{ ...infrastructure, id: 'controller', title: `the ALB controller to ${version}` }]
        : []),
      { ...gateway, beside: false },
      verify,
    ],
  };
}

function fileFindings({ environment: { name, gateway } }: Context, version: string): Finding[] {
  return gateway.controllerVersion === version
    ? []
    : [
        problem(
          `environments/${name}.ts says ALB controller ${gateway.controllerVersion}, and ${version} is asked for`,
          `set gateway.controllerVersion to '${version}' there, have it reviewed, and run the same command again`,
        ),
      ];
}

function versionFindings({ environment: { cluster } }: Context, version: string, installed: string): Finding[] {
  return [
    ...(lt(version, installed)
      ? [
          problem(
            `ALB controller ${installed} is installed, and ${version} is older: the objects and definitions of a newer one stay, and an older one may not read them`,
            `ask for ${installed} or newer, and say so in the environment's file`,
          ),
        ]
      : []),
    ...controllerAdvice(version, cluster.kubernetesVersion).map((line) =>
      advise(line, 'see the release notes before you go on'),
    ),
  ];
}

/** Helm made them, and made them its own: what it set is taken over. */
function customResourcesStep(customResources: readonly string[]): Step {
  return {
    id: 'definitions',
    title: 'the CustomResourceDefinitions of the chart',
    async run(context) {
      await kubectl(context, ['apply', '--server-side', '--force-conflicts', '--filename', '-'], {
        input: customResources.join('\n---\n'),
        timeoutMs: LIMITS.clusterCall,
        next: 'fix what the API server names, and run the same command again: the controller is still the one before',
      });
    },
  };
}
