import { readFileSync } from 'node:fs';
import path from 'node:path';
import { table } from './page';
import rights from './rights.json';

/** Where a property was seen to arrive. */
interface Row {
  readonly changes: readonly string[];
  /** Where else it goes. */
  readonly elsewhere?: string;
}

/** What comes, goes and changes with a property, by type of resource or kind of object. */
interface Reach {
  readonly comes: readonly string[];
  readonly goes: readonly string[];
  readonly changes: readonly string[];
}

/** The actions that whoever deploys needs for a resource of each type, and where they are documented. */
const RIGHTS: Readonly<Record<string, { readonly actions: readonly string[]; readonly source: string }>> = rights.rows;

/** Of more types than this, a property tells their number alone; a part names them all. */
const MOST_NAMED = 6;

const CLUSTER_ADMIN = 'Azure Kubernetes Service RBAC Cluster Admin';

/** The blocks of the JSON that hold no resource, in words. */
const BLOCKS: Readonly<Record<string, string>> = {
  data: 'what is looked up',
  output: 'the outputs',
  provider: 'how the provider is configured',
  terraform: 'where the state is kept',
};

const PLACE = /^(?<presence>[+-] )?(?<type>[^/.:]+)/;

/** The properties that were measured: each that has a value of its own, and each part that is on or off as a whole. */
export function measured(name: 'environment' | 'parts'): Readonly<Record<string, Row>> {
  const file = path.join(__dirname, '..', '__tests__', 'sensitivity', `${name}.table.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Row>;
}

/** The types of resource that no actions are known of. */
export function typesWithoutRights(rows: Readonly<Record<string, Row>>): string[] {
  const types = Object.values(rows).flatMap(({ changes }) =>
    changes.map((place) => PLACE.exec(place)!.groups!['type']!),
  );
  return [...new Set(types)].filter((type) => isResource(type) && RIGHTS[type] === undefined);
}

/** The page `docs/properties.md`. */
export function propertiesPage(): string {
  const rows = measured('environment');
  const top = [...new Set(Object.keys(rows).map((property) => property.split('.')[0]!))];
  const sections = top.map((name) => {
    const own = Object.entries(rows).filter(([property]) => property.split('.')[0] === name);
    return `### ${name}\n\n${reachTable(own)}`;
  });
  const actions = Object.entries(RIGHTS).map(([type, { actions: each, source }]) => [
    code(type),
    each.map(code).join(', '),
    `[${source.split('/').at(-1)}](${source})`,
  ]);
  return `# What each property makes, and what it takes to deploy it

Measured, and written by \`npm run docs\`: each property of an environment that says something of everything is changed alone, and what
differs in the Terraform JSON and in the YAML stands here by type and kind. \`*\` stands for each entry of a list; the addresses are in
\`__tests__/sensitivity/\`, and [the environment's file](environment.md) says what each property may be.

The last column is what whoever deploys needs beside the role Reader: \`Contributor\` for resources, \`Role Based Access Control
Administrator\` where a role is granted, \`User Access Administrator\` where one is defined, and \`${CLUSTER_ADMIN}\`
in the cluster. [The actions](#actions-by-type-of-resource) are for who writes a role of their own; what is joined of
\`existing\` is joined there.

## Parts

Each is off unless its property is said, and leaves no trace then.

${reachTable(Object.entries(measured('parts')), Infinity)}

## Properties

${sections.join('\n\n')}

## Actions by type of resource

As documented on ${rights.asOf}: [${rights.source.split('/').at(-1)}](${rights.source}). To take a resource down, and to look at it, the same with
\`delete\` and \`read\` in the place of \`write\`.

${table(['type', 'actions', 'source'], actions)}
`;
}

function reachTable(rows: readonly (readonly [string, Row])[], mostNamed = MOST_NAMED): string {
  return table(
    ['property', 'in Azure', 'in Kubernetes', 'needs'],
    rows.map(([property, { changes, elsewhere }]) => {
      const types = reachOf(changes, (type) => isResource(type) || BLOCKS[type] !== undefined);
      const kinds = reachOf(changes, (type) => !isResource(type) && BLOCKS[type] === undefined);
      const apart = elsewhere === undefined ? '' : `nothing: ${elsewhere.replace(/: __tests__.*$/, '')}`;
      return [
        code(property),
        apart || inWords(types, mostNamed),
        inWords(kinds, mostNamed),
        rolesFor(types, kinds).join(', '),
      ];
    }),
  );
}

function reachOf(places: readonly string[], isMeant: (type: string) => boolean): Reach {
  const found = places.map((place) => PLACE.exec(place)!.groups!).filter(({ type }) => isMeant(type!));
  const typesOf = (sign: string | undefined) =>
    [...new Set(found.flatMap(({ presence, type }) => (presence?.trim() === sign ? [type!] : [])))].toSorted();
  return { comes: typesOf('+'), goes: typesOf('-'), changes: typesOf(undefined) };
}

/** What both comes and goes has another address: it is made anew. */
function inWords({ comes, goes, changes }: Reach, mostNamed: number): string {
  const anew = comes.filter((type) => goes.includes(type));
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['makes', comes.filter((type) => !anew.includes(type))],
    ['leaves out', goes.filter((type) => !anew.includes(type))],
    ['makes anew', anew],
    ['changes', changes.filter((type) => !comes.includes(type) && !goes.includes(type))],
  ];
  return parts
    .flatMap(([verb, types]) => (types.length === 0 ? [] : [`${verb} ${named(types, mostNamed)}`]))
    .join('; ');
}

function named(types: readonly string[], mostNamed: number): string {
  const resources = types.filter((type) => BLOCKS[type] === undefined);
  const blocks = types.flatMap((type) => BLOCKS[type] ?? []);
  const said = resources.length > mostNamed ? [`${resources.length} types`] : resources.map(code);
  return [...said, ...blocks].join(', ');
}

/** The roles that hold the actions of what a property reaches. */
function rolesFor(types: Reach, kinds: Reach): string[] {
  const reached = [...types.comes, ...types.goes, ...types.changes];
  const actions = reached.flatMap((type) => RIGHTS[type]?.actions ?? []);
  const inCluster = [...kinds.comes, ...kinds.goes, ...kinds.changes].length > 0 || reached.includes('helm_release');
  return [...new Set([...actions.map(roleWith), ...(inCluster ? [CLUSTER_ADMIN] : [])])].toSorted();
}

/** @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/privileged */
function roleWith(action: string): string {
  if (action.startsWith('Microsoft.Authorization/roleAssignments/')) return 'Role Based Access Control Administrator';
  return action.startsWith('Microsoft.Authorization/') ? 'User Access Administrator' : 'Contributor';
}

function isResource(type: string): boolean {
  return /^[a-z]+_/.test(type);
}

function code(text: string): string {
  return `\`${text}\``;
}
