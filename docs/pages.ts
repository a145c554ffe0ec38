import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withSection } from '../apply-path/page';
import { environmentPage } from './environment';
import { PAGE as PERFORMANCE } from './page';
import { picturesToday } from './pictures';
import { propertiesPage } from './properties';
import { securityPage } from './security';
import { troubleshootingPage } from './troubleshooting';

/** The text of pages and pictures, by their paths from the project's root. */
export type Pages = ReadonlyMap<string, string>;

/** What is written from the sources, part by part, as it is today; but for the public API, which takes a compiler. */
export const PARTS = {
  environment: () => new Map([['docs/environment.md', environmentPage()]]),
  properties: () => new Map([['docs/properties.md', propertiesPage()]]),
  troubleshooting: () => new Map([['docs/troubleshooting.md', troubleshootingPage()]]),
  security: async () => new Map([['docs/security.md', await securityPage()]]),
  pictures: picturesToday,
  'apply-path': () => new Map([[PERFORMANCE, withSection(textOf(PERFORMANCE))]]),
} as const satisfies Readonly<Record<string, () => Pages | Promise<Pages>>>;

function textOf(file: string): string {
  return readFileSync(path.join(__dirname, '..', file), 'utf8');
}
