import { jsonLeaves } from './json-leaves';
import type { Template } from './template';

/** Arguments by where they stand, `type.logical_id.argument`, with what stands there. */
export type Places = Readonly<Record<string, unknown>>;

/** Stands for a resource that only one of two templates has. */
export const MADE = 'made';
export const GONE = 'gone';

/**
 * What the second template says otherwise than the first, everywhere in the JSON. Logical ids are without their hashes,
 * and a resource that only one of them has is one place.
 */
export function changesBetween(before: Template, after: Template): Places {
  const [old, now] = [placesOf(before), placesOf(after)];
  const resources = { old: before.addresses().map(withoutHash), now: after.addresses().map(withoutHash) };
  const made = resources.now.filter((address) => !resources.old.includes(address));
  const gone = resources.old.filter((address) => !resources.now.includes(address));
  const places = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (place) =>
      JSON.stringify(old[place]) !== JSON.stringify(now[place]) &&
      ![...made, ...gone].some((address) => place.startsWith(`${address}.`)),
  );
  return Object.fromEntries([
    ...made.map((address) => [address, MADE]),
    ...gone.map((address) => [address, GONE]),
    ...places.map((place) => [place, now[place] ?? GONE]),
  ]);
}

/** Every argument of a template by where it stands. */
function placesOf({ json }: Template): Places {
  const { resource, provider, output, terraform } = json;
  const text = withoutHash(JSON.stringify({ ...resource, provider, output, terraform }));
  return Object.fromEntries(jsonLeaves(JSON.parse(text), isPlainList));
}

/** A list without an object in it stands at one place. */
function isPlainList(value: object): boolean {
  return Array.isArray(value) && !value.some((entry) => typeof entry === 'object');
}

function withoutHash(text: string): string {
  return text.replaceAll(/_[0-9A-F]{8}(?![\w-])/g, '');
}
