import { capacityUnit } from '../../model';
import type { Quota } from '../azure-answers';
import { quotaOf } from '../preflight/model-quota';
import type { Look } from './look';

/** Of all processors of a region, the quota's name. */
const CORES = 'cores';

/** Above this share the nodes that an upgrade adds may not be had. */
const NEARLY_ALL = 0.9;

/** What of the region's quotas is in use, by whomever in the subscription. */
export const quota: Look = {
  id: 'quota',
  async ask({ az, environment: { location, openAi }, offers: offered }) {
    const [models, machines, offers] = await Promise.all([
      az.modelQuotas(location),
      az.machineQuotas(location),
      offered(),
    ]);
    const units = new Map(
      openAi.deployments.map((each) => [quotaOf(each, offers).toLowerCase(), capacityUnit(each.sku, each.model)]),
    );
    const ofModels = models.filter(({ name }) => units.has(name.toLowerCase()));
    const processors = machines.filter(({ name, used }) => name === CORES || (/Family$/i.test(name) && used > 0));
    return {
      seen: [
        ...ofModels.map((each) => `${usage(each)} ${units.get(each.name.toLowerCase())}`),
        ...processors.map((each) => `${usage(each)} processors`),
      ].join('; '),
      concerns: processors
        .filter(({ used, limit }) => used >= limit * NEARLY_ALL)
        .map((each) => ({
          what: `of ${each.name} ${each.limit - each.used} are free: the nodes that an upgrade adds may not be had`,
          next: `ask for more in the portal, under Quotas, in ${location}`,
        })),
    };
  },
};

function usage({ name, used, limit }: Quota): string {
  return `${name} ${used} of ${limit}`;
}
