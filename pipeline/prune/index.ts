export { everythingOf, lookForOrphans, markClaims, type Leaving } from './look';
export { nameOf, type Orphan } from './orphans';
export { removeOrphans } from './remove';
