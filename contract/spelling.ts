/**
 * Terraform spells the fields of the contract `client_id`, TypeScript spells them `clientId`. This file is the only one that
 * knows both.
 */

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** A value with its fields spelled as in TypeScript; the keys of a record that takes any key are names, and stay. */
export type CamelFields<T> = T extends readonly unknown[] | string | number
  ? T
  : string extends keyof T
    ? { [Key in keyof T]: CamelFields<T[Key]> }
    : { [Key in keyof T as CamelCase<Key & string>]: CamelFields<T[Key]> };

/** Spells the fields of outputs as in TypeScript. */
export function toCamelFields<T>(outputs: T): CamelFields<T> {
  return respell(outputs, (name) => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())) as never;
}

/** Spells the fields of a contract as in Terraform. */
export function toSnakeFields<T>(contract: CamelFields<T>): T {
  return respell(contract, (name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)) as T;
}

/** No name of a workload holds an underscore or a capital letter, so names come through as they are. */
function respell(value: unknown, spell: (name: string) => string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [spell(name), respell(field, spell)]));
}
