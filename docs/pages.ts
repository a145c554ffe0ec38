import { environmentPage } from './environment';
import { troubleshootingPage } from './troubleshooting';

/** The pages of this folder that are written from the sources, and what writes them. */
export const PAGES: Readonly<Record<string, () => string>> = {
  'environment.md': environmentPage,
  'troubleshooting.md': troubleshootingPage,
};
