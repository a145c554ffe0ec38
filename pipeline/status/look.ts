import type { Environment } from '../../model';
import type { AzureCli } from '../azure';
import type { ManagedCluster, ModelOffer } from '../azure-answers';
import type { Context } from '../context';
import type { Target } from '../destroy/target';

/** What a look may ask. */
export interface Place {
  readonly context: Context;
  readonly environment: Environment;
  readonly az: AzureCli;
  /** What was deployed, by the names Azure knows it by. */
  readonly target: Target;
  /** The cluster; `undefined` if it does not exist. Asked once, whoever asks. */
  readonly cluster: () => Promise<ManagedCluster | undefined>;
  /** The models that the region offers. Asked once too. */
  readonly offers: () => Promise<readonly ModelOffer[]>;
  /** As an ISO date. */
  readonly today: string;
  /** Whether to compare with Azure and the cluster too. */
  readonly drift: boolean;
}

/** Something that wants attention. */
export interface Concern {
  readonly what: string;
  /** What to do about it. */
  readonly next: string;
}

/** What a look has found. */
export interface Found {
  /** In a line. */
  readonly seen: string;
  /** @default - all is well */
  readonly concerns?: readonly Concern[];
  /** Whether it was left out, since nobody asked for it. @default false */
  readonly skipped?: boolean;
}

/** One line of the screen. It changes nothing, and what it cannot ask it throws as a {@link PipelineError}. */
export interface Look {
  readonly id: string;
  readonly ask: (place: Place) => Promise<Found>;
}

/** How long before its end something wants attention, in days: a quarter of a year, in which to plan a change. */
const SOON_DAYS = 90;

const DAY = 86_400_000;

/** Days from one ISO date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / DAY);
}

/** Whether a date is past, or near enough to want attention. */
export function isSoon(date: string, today: string, days = SOON_DAYS): boolean {
  return daysBetween(today, date) < days;
}
