import { isDeepStrictEqual } from 'node:util';
import { jsonLeaves } from '../helpers/json-leaves';

/** What both artefacts hold, by name: `<address>` in the JSON, `<kind>/<namespace>/<name>` in the YAML. */
export type Places = ReadonlyMap<string, unknown>;

/** A Kubernetes object, as far as its place needs it. */
export interface NamedObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The places of a stack's JSON. What cdktf notes about itself is none. */
export function terraformPlaces(json: Readonly<Record<string, unknown>>): Places {
  const places = new Map<string, unknown>();
  const add = (name: string, value: unknown) => places.set(name, value);
  for (const [block, content] of Object.entries(json)) {
    if (block === '//') continue;
    if (!['resource', 'data', 'output', 'provider'].includes(block)) {
      add(block, content);
      continue;
    }
    for (const [type, instances] of Object.entries(content as Record<string, Record<string, unknown>>)) {
      if (block === 'output' || block === 'provider') add(`${block}.${type}`, instances);
      else
        for (const [name, { '//': _, ...args }] of Object.entries(instances as Record<string, Record<string, unknown>>))
          add(`${block === 'data' ? 'data.' : ''}${type}.${name}`, args);
    }
  }
  return places;
}

/** The places of Kubernetes objects. */
export function objectPlaces(objects: readonly NamedObject[]): Places {
  return new Map(objects.map((object) => [nameOf(object), object]));
}

/** Objects of two namespaces may share a name. */
function nameOf({ kind, metadata: { name, namespace } }: NamedObject): string {
  return namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}

/**
 * The places whose values differ, in order: `<name>: <argument or field>`. Of what only one side has, its name alone: all of
 * it came or went together.
 */
export function changedPlaces(before: Places, after: Places): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return names.flatMap((name) => {
    if (!before.has(name)) return [`+ ${name}`];
    if (!after.has(name)) return [`- ${name}`];
    const both = [before.get(name), after.get(name)] as const;
    if (isDeepStrictEqual(...both)) return [];
    const [old, young] = [leaves(both[0]), leaves(both[1])];
    const fields = [...new Set([...old.keys(), ...young.keys()])].toSorted();
    return fields.filter((field) => old.get(field) !== young.get(field)).map((field) => `${name}: ${field}`);
  });
}

function leaves(value: unknown): Map<string, string> {
  return new Map(jsonLeaves(value).map(([place, leaf]) => [place, JSON.stringify(leaf)]));
}
