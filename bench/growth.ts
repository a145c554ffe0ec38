/** What is measured at several sizes. */
export const GROWTH = { workloads: [1, 4, 16, 64, 256], environments: [1, 4, 16, 64] } as const;

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
const ADMIN = '00000000-0000-0000-0000-000000000002';

/** The file of an environment with so many workloads of one's own. */
export function environmentWith(name: string, workloads: number): string {
  return `export default ${JSON.stringify({
    name,
    subscriptionId: SUBSCRIPTION,
    cluster: { admins: [{ objectId: ADMIN }] },
    workloads: Array.from({ length: workloads }, (_, index) => ({
      name: `app-${index}`,
      image: `example.azurecr.io/app-${index}:1.0.0`,
      port: 8080,
      deployment: 'gpt-5.4-mini',
      dialect: 'langchain',
    })),
  })};\n`;
}

/** Two runs of one size differ by as much of the time of the smallest: sizes that differ from it by less say nothing. */
const NOISE = 0.1;

/**
 * The exponent with which time grows beyond that of the smallest size: 1 is a straight line, 2 a square. It is the slope of
 * the line through the logarithms, by least squares.
 *
 * @param times by size
 */
export function exponent(times: ReadonlyMap<number, number>): number {
  const [[smallest, base] = [0, 0], ...others] = [...times];
  const points = others
    .filter(([, time]) => time - base > NOISE * base)
    .map(([size, time]) => [Math.log(size - smallest), Math.log(time - base)] as const);
  const mean = (of: 0 | 1) => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  const variance = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return covariance / variance;
}

/** What one more costs between the smallest size and this one. */
export function costOfOne(times: ReadonlyMap<number, number>, size: number): number {
  const [[smallest, base] = [0, 0]] = times;
  return (times.get(size)! - base) / (size - smallest);
}
