export { readManifests, readTerraform } from './read-files';
export { jsonOf } from './to-json';
