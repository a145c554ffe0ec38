import { DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from 'cdktf';
import type { Construct } from 'constructs';
import type { IResourceGroup } from './interfaces';
import { InvalidProps } from './invalid-props';
import { isLiteral } from './literals';

const RESOLVER = new DefaultTokenResolver(new StringConcat());

/** By stack: what there can be one of, and the path of the construct that has it. */
const claims = new WeakMap<TerraformStack, Map<string, string>>();

/**
 * What a string will be in the JSON. Two reads of one attribute are two tokens, and the same in the JSON: so this is what
 * tells whether two values are one.
 */
export function inJson(scope: Construct, value: string): string {
  return Tokenization.resolve(value, { scope, preparing: false, resolver: RESOLVER }) as string;
}

/**
 * Takes something that one construct of a stack can have, told by its parts.
 *
 * @returns the path of the construct that took it before; `undefined` where nobody did
 */
export function claim(scope: Construct, ...parts: readonly string[]): string | undefined {
  const stack = TerraformStack.of(scope);
  const taken = claims.get(stack) ?? new Map<string, string>();
  claims.set(stack, taken);
  // Azure ignores case in names and ids.
  const key = JSON.stringify(parts.map((part) => inJson(scope, part).toLowerCase()));
  const owner = taken.get(key);
  if (owner === undefined) taken.set(key, scope.node.path);
  return owner;
}

/** A name that is given to something in Azure. */
export interface NamedResource {
  /** The property that says it. */
  readonly prop: string;
  /** What is named, in words. */
  readonly kind: string;
  /** The name. */
  readonly name: string;
  /** Where it is unique. */
  readonly resourceGroup: IResourceGroup;
}

/**
 * Takes a name for a resource. Without this a second resource of that name is the first one's until an apply refuses it, half
 * way.
 *
 * @throws InvalidProps if a resource of the kind has it in the same resource group, by a construct of the same stack
 */
export function claimName(scope: Construct, { prop, kind, name, resourceGroup }: NamedResource): void {
  const owner = claim(scope, kind, name, resourceGroup.name);
  if (owner === undefined) return;
  const got = isLiteral(name) ? `, got '${name}'` : '';
  throw new InvalidProps(
    scope,
    `'${prop}' must be another name than that of ${owner}, which is in the same resource group${got}`,
  );
}
