/**
 * The parts of the name of a size that tell its processors: family, number, and the count of one whose processors are
 * constrained (`E4-2ds_v5`).
 *
 * @see https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions
 */
const NAME = /^Standard_([A-Z]+)(\d+)(?:-(\d+))?/;

/** D and DS numbered their sizes before version 3: the processors of each number. */
const NUMBERED_SIZES: Readonly<Record<string, number>> = {
  1: 1,
  2: 2,
  3: 4,
  4: 8,
  5: 16,
  11: 2,
  12: 4,
  13: 8,
  14: 16,
  15: 20,
};

/**
 * The virtual processors of a size, as far as its name tells: the service knows them all.
 *
 * @example
 * import { vCpusOf } from './model';
 *
 * vCpusOf('Standard_D4ds_v5'); // 4
 * vCpusOf('Standard_DS2_v2'); // 2
 */
export function vCpusOf(vmSize: string): number | undefined {
  const [, family = '', number = '', constrained] = NAME.exec(vmSize) ?? [];
  if (constrained !== undefined) return Number(constrained);
  const version = Number(/_v(\d+)/.exec(vmSize)?.[1] ?? 1);
  if (['D', 'DS'].includes(family) && version < 3) return NUMBERED_SIZES[number];
  const isNumbered = ['G', 'GS'].includes(family) || (family === 'A' && version === 1);
  return isNumbered || number === '' ? undefined : Number(number);
}

/** Whether a size is of the B series, which saves processor time up for later. */
export function isBurstable(vmSize: string): boolean {
  return /^Standard_B\d/.test(vmSize);
}

/**
 * What AKS asks of the size of a system pool, which the one pool of the cluster is.
 *
 * @see https://learn.microsoft.com/azure/aks/use-system-pools
 */
export const SYSTEM_POOL = { minVCpus: 4, minMemoryGb: 4 } as const;
