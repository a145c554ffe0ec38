import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PAGE as PERFORMANCE } from './page';

/** The text of pages and pictures, by their paths from the project's root. */
export type Pages = ReadonlyMap<string, string>;

/**
 * What is written from the sources, part by part, as it is today; but for the public API, which takes a compiler. Each loads
 * what it is made of when it is asked for.
 */
export const PARTS = {
  environment: async () => new Map([['docs/environment.md', (await import('./environment')).environmentPage()]]),
  properties: async () => new Map([['docs/properties.md', (await import('./properties')).propertiesPage()]]),
  troubleshooting: async () =>
    new Map([['docs/troubleshooting.md', (await import('./troubleshooting')).troubleshootingPage()]]),
  security: async () => new Map([['docs/security.md', await (await import('./security')).securityPage()]]),
  pictures: async () => (await import('./pictures')).picturesToday(),
  'apply-path': async () =>
    new Map([[PERFORMANCE, (await import('../apply-path/page')).withSection(textOf(PERFORMANCE))]]),
} as const satisfies Readonly<Record<string, () => Promise<Pages>>>;

function textOf(file: string): string {
  return readFileSync(path.join(__dirname, '..', file), 'utf8');
}
