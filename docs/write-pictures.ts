import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PICTURES, picturesToday } from './pictures';

const HELP = `Usage: npm run pictures

Draws the pictures that README.md and the pages of docs/ show, into ${PICTURES}.`;

async function main(): Promise<void> {
  mkdirSync(path.join(__dirname, '..', PICTURES), { recursive: true });
  for (const [file, text] of await picturesToday()) {
    writeFileSync(path.join(__dirname, '..', file), text);
    console.log(`${file} is written`);
  }
}

if (process.argv.slice(2).some((word) => word === '-h' || word === '--help')) console.log(HELP);
else void main();
