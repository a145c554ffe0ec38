import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The arguments of one resource, as the JSON spells them. */
export type Arguments = Readonly<Record<string, unknown>>;

/** What is read of a stack's `cdk.tf.json`. */
export interface StackJson {
  readonly terraform?: {
    readonly required_providers?: Readonly<Record<string, unknown>>;
    /** By type, with its settings. */
    readonly backend?: Readonly<Record<string, unknown>>;
  };
  /** By name, each with its settings once for every alias. */
  readonly provider?: Readonly<Record<string, readonly Arguments[]>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
}

/** A resource or a data source of a stack. */
export interface StackResource {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** `<type>.<name>`, of a data source `data.<type>.<name>`. */
  readonly address: string;
  readonly args: Arguments;
}

/** Reads the Terraform JSON in a stack's folder. */
export async function readStack(folder: string): Promise<StackJson> {
  return JSON.parse(await readFile(path.join(folder, 'cdk.tf.json'), 'utf8')) as StackJson;
}

/** The resources and data sources of a stack. */
export function stackResources({ resource = {}, data = {} }: StackJson): StackResource[] {
  const list = (types: NonNullable<StackJson['resource']>, mode: StackResource['mode']): StackResource[] =>
    Object.entries(types).flatMap(([type, instances]) =>
      Object.entries(instances).map(([name, args]) => ({ mode, type, name, address: address(mode, type, name), args })),
    );
  return [...list(resource, 'managed'), ...list(data, 'data')];
}

/** The path of the construct that made a resource, which cdktf notes beside it; `undefined` where it does not. */
export function constructPath(stack: StackJson, resourceAddress: string): string | undefined {
  const args = stackResources(stack).find((candidate) => candidate.address === resourceAddress)?.args;
  return (args?.['//'] as { metadata?: { path?: string } } | undefined)?.metadata?.path;
}

function address(mode: StackResource['mode'], type: string, name: string): string {
  return mode === 'data' ? `data.${type}.${name}` : `${type}.${name}`;
}
