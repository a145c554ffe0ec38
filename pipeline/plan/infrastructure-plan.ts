import type { Change, PlanJson, ResourceChange } from './plan-json';
import { propertiesBehind, propertiesThatRemove } from './properties';

/** What becomes of a resource. */
export type Action = 'create' | 'update' | 'replace' | 'destroy' | 'forget';

/** A value of a resource that becomes another one. */
export interface FieldChange {
  /** Path of the argument, with dots; without the numbers of blocks and lists where it forces a replacement. */
  readonly field: string;
  /** As text, without what is sensitive. */
  readonly before: string;
  readonly after: string;
}

/** A field that forces a replacement, and what is behind it. */
export interface ForcingField extends FieldChange {
  /** Properties of the environment that decide it. Of one that other resources decide, none. */
  readonly properties: readonly string[];
  /** Addresses of the changed resources whose values it takes. */
  readonly follows: readonly string[];
}

/** What becomes of one resource. */
export interface PlannedChange {
  readonly address: string;
  readonly action: Action;
  /** Whether the stack says `prevent_destroy` of it. */
  readonly protected: boolean;
  /** Of one that is replaced, what forces that. */
  readonly forcedBy: readonly ForcingField[];
  /** Of one that is destroyed, the properties of the environment that take it away. */
  readonly properties: readonly string[];
  /** Of one that is updated, what changes. */
  readonly fields: readonly FieldChange[];
  /** Why it is replaced or destroyed, where no field says it. @default - a field says it, or nothing is lost */
  readonly reason?: string;
}

/** What an apply would do. */
export interface InfrastructurePlan {
  /** Those that are replaced or destroyed first. */
  readonly changes: readonly PlannedChange[];
  /** Names of the outputs that change. */
  readonly outputs: readonly string[];
  /** Addresses of what was changed outside of Terraform since the last apply, with the fields. */
  readonly drift: readonly { readonly address: string; readonly fields: readonly string[] }[];
}

const SENSITIVE = '(sensitive)';
const UNKNOWN = '(known after apply)';
const LONGEST = 80;

const ORDER: readonly Action[] = ['replace', 'destroy', 'forget', 'create', 'update'];

const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: 'its last creation did not come to its end',
  replace_by_request: 'asked for',
  replace_by_triggers: 'what it is to be replaced with is replaced',
  delete_because_no_resource_config: 'the environment no longer has it',
};

/**
 * Reads a plan of Terraform.
 *
 * @param isProtected whether the stack says `prevent_destroy` of an address
 */
export function readPlan(plan: PlanJson, isProtected: (address: string) => boolean): InfrastructurePlan {
  const changed = (plan.resource_changes ?? []).filter(
    (resource) => resource.mode === 'managed' && actionOf(resource.change) !== undefined,
  );
  const referencesOf = referencesIn(plan, new Set(changed.map(({ address }) => address)));
  const changes = changed.map((resource) => plannedChange(resource, isProtected(resource.address), referencesOf));
  return {
    changes: changes.toSorted((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action)),
    outputs: Object.entries(plan.output_changes ?? {})
      .filter(([, { actions }]) => !actions.includes('no-op'))
      .map(([name]) => name),
    drift: (plan.resource_drift ?? [])
      .filter(({ mode }) => mode === 'managed')
      .map(({ address, change }) => ({ address, fields: fieldChanges(change).map(({ field }) => field) })),
  };
}

/** Whether something that is there is lost. */
export function isLoss({ action }: PlannedChange): boolean {
  return action === 'replace' || action === 'destroy';
}

/** Every text that a plan calls sensitive. */
export function sensitiveTexts({
  resource_changes = [],
  resource_drift = [],
  output_changes = {},
}: PlanJson): string[] {
  const changes = [
    ...[...resource_changes, ...resource_drift].map(({ change }) => change),
    ...Object.values(output_changes),
  ];
  return changes.flatMap(({ before, after, before_sensitive, after_sensitive }) => [
    ...textsWhere(before, before_sensitive),
    ...textsWhere(after, after_sensitive),
  ]);
}

function plannedChange(
  { address, action_reason, change }: ResourceChange,
  isProtected: boolean,
  referencesOf: (address: string, field: string) => readonly string[],
): PlannedChange {
  const action = actionOf(change)!;
  const forcedBy = (action === 'replace' ? (change.replace_paths ?? []) : []).map((path) => {
    const field = path.filter((part) => typeof part === 'string').join('.');
    const follows = referencesOf(address, String(path[0]));
    return {
      field,
      ...valuesAt(change, path),
      follows,
      properties: follows.length > 0 ? [] : propertiesBehind(address, field),
    };
  });
  const reason = forcedBy.length > 0 ? undefined : REASONS[action_reason ?? ''];
  return {
    address,
    action,
    protected: isProtected,
    forcedBy,
    properties: action === 'destroy' ? propertiesThatRemove(address) : [],
    fields: action === 'update' ? fieldChanges(change) : [],
    ...(reason !== undefined && { reason }),
  };
}

function actionOf({ actions }: Change): Action | undefined {
  if (actions.includes('delete')) return actions.includes('create') ? 'replace' : 'destroy';
  return (['create', 'update', 'forget'] as const).find((action) => actions.includes(action));
}

/** Which changed resources an argument takes its value from. */
function referencesIn({ configuration }: PlanJson, changed: ReadonlySet<string>) {
  const byAddress = new Map(
    (configuration?.root_module?.resources ?? []).map(({ address, expressions }) => [address, expressions] as const),
  );
  return (address: string, argument: string): readonly string[] => {
    const references = listedIn(byAddress.get(address)?.[argument]);
    return [...new Set(references)].filter((reference) => changed.has(reference));
  };
}

/** The references of an expression, or of those in its blocks. */
function listedIn(expression: unknown): string[] {
  if (typeof expression !== 'object' || expression === null) return [];
  if (Array.isArray(expression)) return expression.flatMap(listedIn);
  return Object.entries(expression).flatMap(([key, value]) =>
    key === 'references' ? (value as string[]) : key === 'constant_value' ? [] : listedIn(value),
  );
}

function valuesAt(change: Change, path: readonly (string | number)[]): { before: string; after: string } {
  return {
    before: shown(at(change.before, path), sensitiveAt(change.before_sensitive, path), false),
    after: shown(
      at(change.after, path),
      sensitiveAt(change.after_sensitive, path),
      holdsTrue(at(change.after_unknown, path)),
    ),
  };
}

function fieldChanges(change: Change): FieldChange[] {
  const places = new Map(
    [change.before, change.after, change.after_unknown]
      .flatMap((value) => leavesOf(value))
      .map((path) => [path.join('.'), path]),
  );
  return [...places]
    .filter(([, path]) => {
      const isUnknown = at(change.after_unknown, path) === true;
      return isUnknown || JSON.stringify(at(change.before, path)) !== JSON.stringify(at(change.after, path));
    })
    .map(([field, path]) => ({ field, ...valuesAt(change, path) }));
}

function leavesOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return path.length === 0 || value === false ? [] : [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, entry]) => leavesOf(entry, [...path, key]));
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, part) => (inner as Record<string | number, unknown> | null | undefined)?.[part],
    value,
  );
}

/** A mark on the way covers all below it, and one below is not shown either. */
function sensitiveAt(marks: unknown, path: readonly (string | number)[]): boolean {
  return path.some((_, index) => at(marks, path.slice(0, index)) === true) || holdsTrue(at(marks, path));
}

function holdsTrue(marks: unknown): boolean {
  return marks === true || (typeof marks === 'object' && marks !== null && Object.values(marks).some(holdsTrue));
}

function shown(value: unknown, isSensitive: boolean, isUnknown: boolean): string {
  if (isSensitive) return SENSITIVE;
  if (isUnknown) return UNKNOWN;
  if (value === undefined || value === null) return '(none)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function textsWhere(value: unknown, marks: unknown): string[] {
  if (marks === true) return stringsIn(value);
  if (typeof marks !== 'object' || marks === null) return [];
  return Object.entries(marks).flatMap(([key, inner]) => textsWhere(at(value, [key]), inner));
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
