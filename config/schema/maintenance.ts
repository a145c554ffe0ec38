import { z } from 'zod';
import { WEEKDAYS, WEEK_INDEXES, WINDOW_FREQUENCIES, windowProblems } from '../../model';
import { unlessInvalid } from './primitives';

/** When AKS may upgrade; for an urgent fix it may do so outside of it. */
const window = z
  .strictObject({
    /** How often it opens. @default 'Weekly' */
    frequency: z.enum(WINDOW_FREQUENCIES).default('Weekly'),
    /** Each how many days, weeks or months, 1 to 12. @default 1 */
    interval: z.int().min(1).max(12).default(1),
    /** For how many hours, 4 to 24. @default 4 */
    duration: z.int().min(4).max(24).default(4),
    /** On which day; `Weekly` and `RelativeMonthly` alone. @default - none */
    dayOfWeek: z.enum(WEEKDAYS).optional(),
    /** On which day of the month, 1 to 31; `AbsoluteMonthly` alone. @default - none */
    dayOfMonth: z.int().min(1).max(31).optional(),
    /** In which week of the month; `RelativeMonthly` alone. @default - none */
    weekIndex: z.enum(WEEK_INDEXES).optional(),
    /** At which time. @default '02:00' */
    startTime: z
      .string()
      .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 02:00')
      .default('02:00'),
    /** By which clock. @default '+00:00' */
    utcOffset: z
      .string()
      .regex(/^[+-](?:0\d|1[0-4]):[0-5]\d$/, 'must be an offset such as +01:00')
      .default('+00:00'),
  })
  .superRefine(
    (said, ctx) => {
      for (const { property, message } of windowProblems(said)) {
        ctx.addIssue({ code: 'custom', path: [property], message });
      }
    },
    unlessInvalid('frequency', 'dayOfWeek', 'dayOfMonth', 'weekIndex'),
  );

/** When AKS may do what the upgrade channels ask of it. A window turns no channel on. */
export const maintenance = z.strictObject({
  /** For new versions of Kubernetes (`automaticUpgradeChannel`). @default - at any time */
  kubernetes: window.optional(),
  /** For new images of the nodes (`nodeOsUpgradeChannel`). @default - at any time */
  nodeOs: window.optional(),
});
