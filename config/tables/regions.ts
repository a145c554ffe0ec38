/**
 * What ages: the regions that offer Application Gateway for Containers, as published by 2025-07-21. Whether
 * one of them also offers Azure OpenAI, and which model by which deployment type, is not checked here.
 *
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/overview#supported-regions
 */
export const REGIONS_AS_OF = '2025-07-21';

export const REGIONS = [
  'australiaeast',
  'brazilsouth',
  'canadacentral',
  'centralindia',
  'centralus',
  'eastasia',
  'eastus',
  'eastus2',
  'francecentral',
  'germanywestcentral',
  'koreacentral',
  'northcentralus',
  'northeurope',
  'norwayeast',
  'southcentralus',
  'southeastasia',
  'switzerlandnorth',
  'uaenorth',
  'uksouth',
  'westus',
  'westeurope',
] as const;

/** A region by its short name, as `az account list-locations` prints it. */
export type Region = (typeof REGIONS)[number];

export const DEFAULT_REGION: Region = 'eastus2';
