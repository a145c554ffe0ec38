import table from './creation-times.json';

/** What Terraform does to a resource: an apply creates, a destroy takes away. */
export type Action = 'create' | 'destroy';

/** How long something typically takes, in seconds, and who says so: an address, or `estimate`. */
export interface Time {
  readonly seconds: number;
  readonly source: string;
}

/** The times of each type, as read on a day. They age: what a region takes today, Terraform's own log says. */
export const TIMES: {
  readonly asOf: string;
  readonly rows: Readonly<Record<string, Readonly<Record<Action, Time>>>>;
} = table;

/**
 * How long a type typically takes, in seconds.
 *
 * @param type for example `azurerm_subnet`, or `data.azurerm_client_config`
 * @throws if the table does not know the type
 */
export function secondsOf(type: string, action: Action): number {
  if (!Object.hasOwn(TIMES.rows, type)) {
    throw new Error(`apply-path/creation-times.json has no row '${type}': add one, with its source or as an estimate`);
  }
  return TIMES.rows[type]![action].seconds;
}
