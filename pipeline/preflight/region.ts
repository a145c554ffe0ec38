import type { Environment } from '../../model';
import { regionOf } from '../azure-answers';
import { advise, problem, type Finding } from './finding';
import { someOf } from './shortage';

/** The types of resource that not every region has. */
export const REGIONAL_TYPES = [
  'Microsoft.CognitiveServices/accounts',
  'Microsoft.ContainerService/managedClusters',
  'Microsoft.ServiceNetworking/trafficControllers',
] as const;

/** Where each type is to be had, by the display names that `az provider show` prints; none where it does not tell. */
export type Locations = Readonly<Record<(typeof REGIONAL_TYPES)[number], readonly string[] | undefined>>;

/** Judges the region of an environment by where Azure offers what is made in it. */
export function judgeRegion(
  { name, location }: Pick<Environment, 'name' | 'location'>,
  locations: Locations,
): Finding[] {
  const told = REGIONAL_TYPES.flatMap((type) => {
    const regions = (locations[type] ?? []).map(regionOf);
    return regions.length > 0 ? [{ type, regions }] : [];
  });
  const everywhere = (told[0]?.regions ?? []).filter((region) => told.every(({ regions }) => regions.includes(region)));
  const missing = told.filter(({ regions }) => !regions.includes(location)).map(({ type }) => type);
  const silent = REGIONAL_TYPES.filter((type) => !told.some((known) => known.type === type));
  return [
    ...(missing.length > 0
      ? [
          problem(
            `${location} does not offer ${missing.join(', ')}`,
            `set location in environments/${name}.ts to a region that offers all: ${someOf(everywhere, 12)}`,
          ),
        ]
      : []),
    ...(silent.length > 0
      ? [advise(`Azure does not tell where ${silent.join(', ')} is to be had`, 'register the provider to be told')]
      : []),
  ];
}
