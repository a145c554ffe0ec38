import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PAGE, securityPage } from './page';

const HELP = `Usage: npm run security

Writes ${PAGE}: who can reach what, which threats were considered, what is left to the user, and the rules.`;

if (process.argv.slice(2).some((word) => word === '-h' || word === '--help')) {
  console.log(HELP);
} else {
  void securityPage().then((text) => {
    writeFileSync(path.join(__dirname, '..', PAGE), text);
    console.log(`${PAGE} is written`);
  });
}
