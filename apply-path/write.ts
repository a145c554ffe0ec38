import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PAGE } from '../docs/page';
import { withSection } from './page';

const HELP = `Usage: npm run apply-path

Writes into ${PAGE} how long an apply and a destroy take, and the longest chain of each.`;

const file = path.join(__dirname, '..', PAGE);

if (process.argv.slice(2).some((word) => word === '-h' || word === '--help')) {
  console.log(HELP);
} else {
  writeFileSync(file, withSection(readFileSync(file, 'utf8')));
  console.log(`${PAGE} is written`);
}
