import type { Construct } from 'constructs';
import { InvalidProps } from './invalid-props';

/**
 * Properties that mean something together alone.
 *
 * @returns all of them, or `undefined` where none is given
 * @throws InvalidProps naming those that are missing beside the others
 */
export function allOrNone<T extends object>(
  scope: Construct,
  props: T,
): { readonly [K in keyof T]: NonNullable<T[K]> } | undefined {
  const names = Object.keys(props) as (keyof T & string)[];
  const missing = names.filter((name) => props[name] === undefined);
  if (missing.length === names.length) return undefined;
  if (missing.length > 0) {
    const given = names.filter((name) => props[name] !== undefined);
    throw new InvalidProps(scope, `${quoted(missing)} must be given with ${quoted(given)}: give all of them or none`);
  }
  return props as { readonly [K in keyof T]: NonNullable<T[K]> };
}

/** Where an attribute of something imported is asked for. */
export interface AttributeQuery<T> {
  /** Name of the attribute. */
  readonly attribute: string;
  /** Its value, if it was given. */
  readonly value: T | undefined;
  /** What is imported, in words. */
  readonly imported: string;
  /** The static method that takes the attribute. */
  readonly method: string;
}

/**
 * The value of an attribute of something that exists already.
 *
 * @throws InvalidProps if it was not given
 */
export function known<T>(scope: Construct, { attribute, value, imported, method }: AttributeQuery<T>): T {
  if (value === undefined) {
    throw new InvalidProps(scope, `'${attribute}' is not known of this imported ${imported}: give it to ${method}`);
  }
  return value;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
