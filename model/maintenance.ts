/** How often a maintenance window opens. */
export const WINDOW_FREQUENCIES = ['Daily', 'Weekly', 'AbsoluteMonthly', 'RelativeMonthly'] as const;
export type WindowFrequency = (typeof WINDOW_FREQUENCIES)[number];

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Which of a month's weeks. */
export const WEEK_INDEXES = ['First', 'Second', 'Third', 'Fourth', 'Last'] as const;
export type WeekIndex = (typeof WEEK_INDEXES)[number];

/**
 * When AKS may upgrade; for an urgent fix it may do so outside of it.
 *
 * @see https://learn.microsoft.com/azure/aks/planned-maintenance
 */
export interface MaintenanceWindow {
  /** How often it opens. */
  readonly frequency: WindowFrequency;
  /** Each how many days, weeks or months. */
  readonly interval: number;
  /** For how many hours, 4 to 24. */
  readonly duration: number;
  /** On which day; `Weekly` and `RelativeMonthly` have one. @default - the frequency has none */
  readonly dayOfWeek?: Weekday;
  /** On which day of the month, 1 to 31; `AbsoluteMonthly` has one. @default - the frequency has none */
  readonly dayOfMonth?: number;
  /** In which week of the month; `RelativeMonthly` has one. @default - the frequency has none */
  readonly weekIndex?: WeekIndex;
  /** At which time, `HH:mm`. */
  readonly startTime: string;
  /** By which clock, `+01:00`. */
  readonly utcOffset: string;
}

/** What each frequency says beside the time. */
const SAYS: Readonly<Record<WindowFrequency, readonly (keyof MaintenanceWindow)[]>> = {
  Daily: [],
  Weekly: ['dayOfWeek'],
  AbsoluteMonthly: ['dayOfMonth'],
  RelativeMonthly: ['dayOfWeek', 'weekIndex'],
};

/** Which of its days a window names too many, or lacks. */
export function windowProblems(
  window: Pick<MaintenanceWindow, 'frequency' | 'dayOfWeek' | 'dayOfMonth' | 'weekIndex'>,
): { readonly property: 'dayOfWeek' | 'dayOfMonth' | 'weekIndex'; readonly message: string }[] {
  return (['dayOfWeek', 'dayOfMonth', 'weekIndex'] as const).flatMap((property) => {
    const isSaid = window[property] !== undefined;
    if (SAYS[window.frequency].includes(property) === isSaid) return [];
    return [{ property, message: `must be ${isSaid ? 'left out' : 'said'} with frequency ${window.frequency}` }];
  });
}
