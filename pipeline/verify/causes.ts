/** A cause of a failure, found by what the service, its log or Azure says. */
interface Cause {
  readonly pattern: RegExp;
  readonly cause: string;
  /** Whether time alone may change it. */
  readonly mayChange: boolean;
}

/**
 * Why a workload cannot use the account, the most telling first.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
 */
const CAUSES: readonly Cause[] = [
  {
    pattern: /AADSTS700213|AADSTS70021\b/,
    cause:
      'no federated credential has the subject of this ServiceAccount: namespace and serviceAccountName of the environment differ from what is applied, or the credential is seconds old',
    mayChange: true,
  },
  {
    pattern: /AADSTS700211/,
    cause: 'no federated credential has the issuer of this cluster: the cluster was made anew; npm run deploy fixes it',
    mayChange: true,
  },
  {
    pattern: /AADSTS700212/,
    cause: 'the federated credential has another audience than api://AzureADTokenExchange',
    mayChange: false,
  },
  {
    pattern: /AADSTS700016|AADSTS90002/,
    cause:
      'no identity has this client id in this tenant: the ServiceAccount is annotated with an old one; apply again and restart the pods',
    mayChange: true,
  },
  {
    pattern: /AADSTS700024/,
    cause: "the pod's token has expired: the clocks of the nodes are off, or the token is not renewed",
    mayChange: false,
  },
  {
    pattern: /DefaultAzureCredential failed|CredentialUnavailable|No managed identity endpoint/i,
    cause: 'the pod has no identity at all: see the proof "identity"',
    mayChange: false,
  },
  {
    pattern: /Virtual Network\/Firewall rules|Public access is disabled/,
    cause:
      "the account's network does not let the cluster in: the rule names another subnet, or the service endpoint or the private DNS zone is missing; a new rule takes minutes",
    mayChange: true,
  },
  {
    pattern:
      /PermissionDenied|AuthenticationError|lacks the required data action|does not have access|Principal does not have access/i,
    cause:
      'the identity lacks "Cognitive Services OpenAI User" on the account; a new role takes up to ten minutes to reach it',
    mayChange: true,
  },
  {
    pattern: /DeploymentNotFound/,
    cause: 'the account has no deployment of that name: see aiService.deployment; a new one takes minutes to be found',
    mayChange: true,
  },
  {
    pattern: /model.{0,40}(?:retired|deprecated)|ModelDeprecated/i,
    cause: 'the model has retired: change openAi.deployments and deploy',
    mayChange: false,
  },
  {
    pattern: /Unsupported value: 'temperature'|unsupported_value/,
    cause: 'the image sends a temperature that the model refuses: aiService.imageTag must be 2.2.0 or newer',
    mayChange: false,
  },
  {
    pattern: /\b429\b|RateLimitReached|Too Many Requests/,
    cause: 'the deployment has used up its tokens a minute: raise its capacity',
    mayChange: true,
  },
  {
    pattern: /Name or service not known|getaddrinfo|Temporary failure in name resolution|NXDOMAIN/i,
    cause:
      'a name does not resolve: the private DNS zone is not linked to the network, or the NetworkPolicy closes DNS',
    mayChange: true,
  },
  {
    pattern: /Connection refused/i,
    cause: 'nothing listens: the service is not ready',
    mayChange: true,
  },
  {
    pattern: /timed out|timeout/i,
    cause: 'a NetworkPolicy or the network drops the call without a word',
    mayChange: true,
  },
];

const UNKNOWN: Pick<Cause, 'cause' | 'mayChange'> = {
  cause: 'none that is known: look at the log of ai-service',
  mayChange: false,
};

/** The likeliest cause of what was seen. */
export function likelyCause(seen: string): Pick<Cause, 'cause' | 'mayChange'> {
  const { cause, mayChange } = CAUSES.find(({ pattern }) => pattern.test(seen)) ?? UNKNOWN;
  return { cause, mayChange };
}
