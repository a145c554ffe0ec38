import { App } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { Contract } from '../contract';
import {
  certificateNameOf,
  firewallPolicyIdOf,
  hasPages,
  hostNamesOf,
  loginPagesOf,
  namespacesOf,
  pagesOf,
  tlsSecretNameOf,
  type Environment,
  type Login,
  type LoginPage,
  type ModelWorkload,
} from '../model';
import { CertificateChart } from './certificate';
import { hostNameProblem } from './checks';
import { assertContractFits } from './contract-fit';
import { GatewayChart } from './gateway';
import { LoginChart } from './login';
import { ModelWorkloadChart } from './model-workload';
import { NamespaceChart } from './namespace';
import { NetworkPoliciesChart } from './network-policies';
import type { OpenAiWorkload } from './openai-workload';
import { markAsOurs } from './ownership';
import { markAsPreview } from './preview';
import { StoreChart } from './store';
import { toObjects, yamlOf } from './to-yaml';

/** Properties of {@link EnvironmentCharts}. */
export interface EnvironmentChartsProps {
  /** The environment whose objects they are. */
  readonly environment: Environment;
  /** What its infrastructure tells, or a sample of it. */
  readonly contract: Contract;
  /** Whether the contract is a sample, which every object then says. @default false */
  readonly preview?: boolean;
  /**
   * Host name of the gateway where neither the environment nor the contract knows it: managed mode.
   *
   * @default - the environment's, or the contract's, or none
   */
  readonly gatewayHostname?: string;
}

/**
 * All Kubernetes objects of one environment. What is added to its workloads, and every chart that is added to its app,
 * is part of what {@link synthesizeYaml} makes of it.
 *
 * @throws Error if the contract was made from another environment, or if the gateway's host name is none
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { ConfigMap } from 'cdk8s-plus-28';
 * import { EnvironmentCharts, synthesizeYaml } from './charts';
 * import { parseEnvironment } from './config';
 * import { sampleContract } from './contract';
 *
 * const app = new App();
 * const environment = parseEnvironment({ name: 'team', subscriptionId: '00000000-0000-0000-0000-000000000000' });
 * const charts = new EnvironmentCharts(app, 'team', { environment, contract: sampleContract(environment), preview: true });
 *
 * charts.workload('ai-service').addVariable('LOG_LEVEL', 'debug');
 * const own = new Chart(app, 'own', { namespace: environment.namespace });
 * own.addDependency(...charts.namespaces);
 * new ConfigMap(own, 'prompts', { data: { greeting: 'Hello' } });
 * console.log(synthesizeYaml(charts));
 */
export class EnvironmentCharts extends Construct {
  /** The environment whose objects they are. */
  public readonly environment: Environment;
  /** Whether the contract is a sample. */
  public readonly preview: boolean;
  /** Its namespaces, the environment's own first. */
  public readonly namespaces: readonly NamespaceChart[];
  /** The store without ai-service. @default - the environment does not run it */
  public readonly store?: StoreChart;
  /** Its workloads that call a model, by their names. */
  public readonly workloads: ReadonlyMap<string, OpenAiWorkload>;
  /** The login before pages. @default - no page asks who opens it */
  public readonly login?: LoginChart;
  /** The certificate of the pages. @default - none is got */
  public readonly certificate?: CertificateChart;
  /** The way in. @default - the environment publishes no page */
  public readonly gateway?: GatewayChart;

  public constructor(scope: Construct, id: string, props: EnvironmentChartsProps) {
    super(scope, id);
    const { environment, contract, gatewayHostname } = props;
    assertContractFits(environment, contract);
    const problem = gatewayHostname === undefined ? undefined : hostNameProblem('gatewayHostname', gatewayHostname);
    if (problem) throw new Error(`${problem} (GATEWAY_HOSTNAME, where the command line says it)`);
    this.environment = environment;
    this.preview = props.preview ?? false;

    const plans = namespacesOf(environment).map((plan) => this.addNamespace(environment, plan));
    this.namespaces = plans.map(({ namespace }) => namespace);
    if (environment.store.length > 0) {
      this.store = new StoreChart(this, 'store', { workloads: environment.store });
    }
    const workloads = environment.workloads.map((workload) => this.addWorkload(workload, contract));
    this.workloads = new Map(workloads.map(({ workload }) => [workload.name, workload]));
    const { login } = environment.gateway;
    const loginPages = loginPagesOf(environment);
    if (login && loginPages.length > 0) this.login = this.addLogin(environment, contract, login, loginPages);
    this.certificate = this.addCertificate(environment);
    if (hasPages(environment)) this.gateway = this.addGateway(environment, contract, gatewayHostname);

    // The policies come before what runs, too, since they are made before it. To say so would be dear: cdk8s draws a line
    // from each object of a chart to each of the other, and there is a policy for every workload.
    for (const chart of [this.store, ...workloads, this.login, this.gateway]) chart?.addDependency(...this.namespaces);
    // A Gateway whose Secret is missing answers nothing at all.
    if (this.certificate) {
      this.certificate.addDependency(...this.namespaces);
      this.gateway?.addDependency(this.certificate);
    }
    mark(this, this);
  }

  /**
   * The workload of a name, to add to.
   *
   * @throws Error if the environment has none of that name
   */
  public workload(name: string): OpenAiWorkload {
    const found = this.workloads.get(name);
    if (!found) {
      const names = [...this.workloads.keys()].join(', ') || 'none';
      throw new Error(`'name' must be that of a workload that calls a model, got '${name}': there are ${names}`);
    }
    return found;
  }

  /** A namespace and, before anything runs in it, what its pods may connect to. */
  private addNamespace(
    { namespace: main, cluster, network }: Environment,
    { name, podSecurity, flows }: ReturnType<typeof namespacesOf>[number],
  ) {
    const suffix = name === main ? '' : `-${name}`;
    const namespace = new NamespaceChart(this, `namespace${suffix}`, {
      name,
      podSecurity,
      kubernetesVersion: cluster.kubernetesVersion,
    });
    const policies = new NetworkPoliciesChart(this, `network-policies${suffix}`, {
      namespace: name,
      flows,
      loadBalancerCidr: network.albSubnetCidr.text,
      privateEndpointCidr: network.privateEndpointSubnetCidr?.text,
      networkPolicy: cluster.networkPolicy,
    });
    policies.addDependency(namespace);
    return { namespace, policies };
  }

  private addWorkload(workload: ModelWorkload, contract: Contract): ModelWorkloadChart {
    return new ModelWorkloadChart(this, `workload-${workload.name}`, {
      workload,
      clientId: contract.workloadIdentities[workload.name]!.clientId,
      tenantId: contract.tenantId,
      endpoint: contract.openaiEndpoint,
    });
  }

  private addCertificate(environment: Environment): CertificateChart | undefined {
    const { name: environmentName, namespace, gateway } = environment;
    if (!gateway.certificate) return undefined;
    return new CertificateChart(this, 'certificate', {
      namespace,
      name: certificateNameOf(gateway),
      issuerName: `${environmentName}-letsencrypt`,
      issuer: gateway.certificate.issuer,
      email: gateway.certificate.email,
      dnsZoneId: gateway.certificate.dnsZoneId,
      hostNames: hostNamesOf(environment),
    });
  }

  private addLogin(
    { namespace, network }: Environment,
    { tenantId }: Contract,
    { clientId, image }: Login,
    pages: readonly LoginPage[],
  ): LoginChart {
    return new LoginChart(this, 'login', {
      namespace,
      pages,
      clientId,
      tenantId,
      image,
      loadBalancerCidr: network.albSubnetCidr.text,
    });
  }

  private addGateway(environment: Environment, { gateway }: Contract, gatewayHostname?: string): GatewayChart {
    const { name, loadBalancerName, hostname } = environment.gateway;
    const azures = gateway.mode === 'bring-your-own' ? gateway.fqdn : undefined;
    return new GatewayChart(this, 'gateway', {
      namespace: environment.namespace,
      name,
      loadBalancerName,
      gateway,
      pages: pagesOf(environment, hostname ?? gatewayHostname ?? azures),
      tlsSecretName: tlsSecretNameOf(environment.gateway),
      webApplicationFirewallPolicyId: firewallPolicyIdOf(environment),
    });
  }
}

/**
 * All objects of the app that an environment's charts are in, as one YAML text, in the order in which they can be
 * applied.
 *
 * @throws Error if an object is not valid
 */
export function synthesizeYaml(charts: EnvironmentCharts): string {
  return yamlOf(synthesizeObjects(charts));
}

/**
 * The objects of that text, each as it is applied.
 *
 * @throws Error if an object is not valid
 */
export function synthesizeObjects(charts: EnvironmentCharts): unknown[] {
  const app = App.of(charts);
  // What was added since is the environment's too.
  mark(charts, app);
  return toObjects(app);
}

/** Says on every object below a construct whose it is, and whether its values are made up. */
function mark({ environment, preview }: EnvironmentCharts, scope: IConstruct): void {
  markAsOurs(scope, environment);
  if (preview) markAsPreview(scope);
}
