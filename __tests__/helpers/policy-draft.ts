import { judge, type Facts, type Result } from '../../policy';

type Fields = Record<string, unknown>;

/** Artefacts that a test changes. */
export interface Draft {
  readonly terraform: { readonly resource: Record<string, Record<string, Fields>> } & Fields;
  readonly manifests: Fields[];
}

export type Change = (draft: Draft) => void;

/** Sets what stands at a dotted path; a number is a place in a list, and `undefined` takes away. */
export function put(value: unknown, path: string, wanted: unknown): void {
  const keys = path.split('.');
  let inner = value as Fields;
  for (const key of keys.slice(0, -1)) inner = (inner[key] ??= {}) as Fields;
  const last = keys.at(-1)!;
  if (wanted === undefined) delete inner[last];
  else inner[last] = wanted;
}

/** Sets an argument of a resource by its address. */
export function arg(address: string, path: string, wanted: unknown): Change {
  const [type, name] = address.split('.') as [string, string];
  return ({ terraform }) => put(terraform.resource[type]![name], path, wanted);
}

/** Adds a resource, in the place of one of that address. */
export function resource(address: string, args: Fields): Change {
  const [type, name] = address.split('.') as [string, string];
  return ({ terraform }) => void ((terraform.resource[type] ??= {})[name] = args);
}

/** Takes a resource away, or all of a type. */
export function without(address: string): Change {
  const [type, name] = address.split('.') as [string, string | undefined];
  return ({ terraform }) => {
    if (name === undefined) delete terraform.resource[type];
    else delete terraform.resource[type]![name];
  };
}

/** Sets a field of an object by its address. */
export function field(address: string, path: string, wanted: unknown): Change {
  return ({ manifests }) =>
    put(
      manifests.find((object) => addressOf(object) === address),
      path,
      wanted,
    );
}

/** Adds an object. */
export function object(fields: Fields): Change {
  return ({ manifests }) => void manifests.push(fields);
}

/** Takes an object away. */
export function withoutObject(address: string): Change {
  return ({ manifests }) => {
    const index = manifests.findIndex((each) => addressOf(each) === address);
    if (index < 0) throw new Error(`there is no ${address}`);
    manifests.splice(index, 1);
  };
}

function addressOf(fields: Fields): string {
  const { kind, metadata } = fields as { kind: string; metadata: { namespace?: string; name: string } };
  return [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join('/');
}

/** What the rules are told in a test. */
export const FACTS: Facts = {
  today: '2026-11-27',
  kubernetesVersions: { '1.33': { endOfLife: '2026-10' }, '1.34': { endOfLife: '2026-11' }, '1.35': {} },
  models: [
    { name: 'gpt-x', version: '1', retires: '2027-01-26' },
    { name: 'gpt-x', version: '2', retires: '2027-01-27' },
    { name: 'gpt-x', version: '0', retires: '2026-11-27' },
    { name: 'gpt-y', version: '1' },
  ],
  retiredApis: {
    'policy/v1beta1 PodDisruptionBudget': { retired: '1.25', instead: 'policy/v1' },
    'storage.k8s.io/v1beta1 CSIStorageCapacity': { retired: '1.27', instead: 'storage.k8s.io/v1' },
  },
  imageDigests: false,
  imageRegistries: [],
  secretKind: (text) => (text.includes('s3cr3t') ? 'a key' : undefined),
  isSecretName: (name) => name === 'PASSWORD',
};

/** What a rule says, a line each: its findings, and what it does not know. */
export function linesOf({ findings, unknown }: Result): string[] {
  return [
    ...findings.map(({ severity, on, message }) => `${severity} ${on}: ${message}`),
    ...unknown.map(({ on, message }) => `unknown ${on}: ${message}`),
  ];
}

/** What each rule says of artefacts, by its id; nothing of those that say nothing. */
export function said(draft: Partial<Draft>, facts: Partial<Facts> = {}): Record<string, string[]> {
  const { results } = judge(draft, { facts: { ...FACTS, ...facts } });
  return Object.fromEntries(
    results.flatMap((result) => (linesOf(result).length > 0 ? [[result.rule.id, linesOf(result)]] : [])),
  );
}
