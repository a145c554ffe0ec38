/**
 * What ages, each with the day on which it was read and its source. `npm run refresh` rewrites the data files from what Azure
 * says. They advise and never refuse: the service decides.
 */
import type { ImageParts } from '../../model';
import albControllers from './alb-controllers.json';
import apiVersions from './api-versions.json';
import availabilityZones from './availability-zones.json';
import images from './images.json';
import kubernetesVersions from './kubernetes-versions.json';
import models from './models.json';
import provisionedThroughput from './provisioned-throughput.json';
import regions from './regions.json';
import retiredApis from './retired-apis.json';
import {
  albControllersTable,
  apiVersionsTable,
  availabilityZonesTable,
  imagesTable,
  kubernetesVersionsTable,
  modelsTable,
  provisionedThroughputTable,
  regionsTable,
  retiredApisTable,
} from './schemas';

export const MODELS = modelsTable.parse(models);
export const PROVISIONED_THROUGHPUT = provisionedThroughputTable.parse(provisionedThroughput);
export const REGIONS = regionsTable.parse(regions);
export const AVAILABILITY_ZONES = availabilityZonesTable.parse(availabilityZones);
export const KUBERNETES_VERSIONS = kubernetesVersionsTable.parse(kubernetesVersions);
export const ALB_CONTROLLERS = albControllersTable.parse(albControllers);
export const RETIRED_APIS = retiredApisTable.parse(retiredApis);
export const API_VERSIONS = apiVersionsTable.parse(apiVersions);

export type ImageName = keyof typeof images.rows;

/**
 * None of the tags was pulled here. The chatbot's documents name `latest` alone; its repository's release job pushes the
 * number of the release beside it, and the newest release is v1.1.0. A digest from your own registry is the surer pin.
 *
 * @see https://github.com/jsburckhardt/gradio-aks/blob/main/.releaserc
 */
export const IMAGES = imagesTable.parse(images).rows as Readonly<Record<ImageName, ImageParts>>;

/** The names of all images. */
export const IMAGE_NAMES = Object.keys(IMAGES) as ImageName[];

/** The version that a model gets where none is named; `undefined` for a model that is not in the table. */
export function defaultModelVersion(model: string): string | undefined {
  return MODELS.rows.find(({ name }) => name === model)?.version;
}

/** The row of a key; `undefined` where there is none, whatever else an object answers to by that name. */
export function rowOf<Row>({ rows }: { readonly rows: Readonly<Record<string, Row>> }, key: string): Row | undefined {
  return Object.hasOwn(rows, key) ? rows[key] : undefined;
}
