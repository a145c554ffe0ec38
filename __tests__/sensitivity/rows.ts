import type { EnvironmentInput } from '../../config';
import { FULL } from '../fixtures/full-environment';
import { withAt } from '../helpers/at-path';
import { placesOf } from './artefacts';
import { changedPlaces, type Places } from './places';

/** Where a property goes: the places of the artefacts that change when it does. */
export interface Row {
  /** Another valid value than the full environment's. */
  readonly to: unknown;
  /** Values by path that both sides have, where the property needs others beside it; `null` takes one away. */
  readonly given?: Values;
  /** Values by path that change with it, where it cannot change alone. */
  readonly alongside?: Values;
  /** Where else it goes, if to no place of an artefact. */
  readonly elsewhere?: string;
  readonly changes: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;

function fullWith(values: Values = {}): EnvironmentInput {
  return Object.entries(values).reduce<EnvironmentInput>(
    (input, [at, value]) => withAt(input, at, value ?? undefined),
    FULL,
  );
}

/** The places before a change, which many rows share. */
const known = new Map<string, Places>();
function placesBefore(given: Values | undefined): Places {
  const key = JSON.stringify(given ?? {});
  const places = known.get(key) ?? placesOf(fullWith(given));
  known.set(key, places);
  return places;
}

/** The places that change with a property of the full environment. */
export function changesOf(property: string, { to, given, alongside }: Row): string[] {
  const after = placesOf(withAt(fullWith({ ...given, ...alongside }), property, to ?? undefined));
  return changedPlaces(placesBefore(given), after);
}
