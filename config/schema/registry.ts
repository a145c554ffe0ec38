import { z } from 'zod';
import { REGISTRY_SKUS } from '../../model';

/**
 * Name of a pool of machines that a registry builds on.
 *
 * @see https://learn.microsoft.com/azure/container-registry/tasks-agent-pools
 */
export const agentPool = z
  .string()
  .regex(/^[a-zA-Z0-9-]{3,20}$/, 'must have 3 to 20 letters, digits and hyphens: "az acr agentpool list" prints them');

/** A container registry that is made, and holds every image; `{}` is one by defaults. */
export const registry = z.strictObject({
  /** What it can do, and costs: only `Premium` has a private endpoint. @default - 'Premium' where the account has one, else 'Standard' */
  sku: z.enum(REGISTRY_SKUS).optional(),
  /**
   * Name of an agent pool of the registry, in the network, on which it builds; `az acr agentpool create` makes it. A registry with a
   * private endpoint lets no others in.
   *
   * @default - machines that all registries share
   */
  agentPool: agentPool.optional(),
});
