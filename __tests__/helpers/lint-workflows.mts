// Runs GitHub's own checker over workflows: names and texts as JSON on stdin, complaints as JSON on stdout. It is a
// process of its own, since the checker comes as ES modules alone.
import { text } from 'node:stream/consumers';
import { validate } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';

const files = JSON.parse(await text(process.stdin)) as Record<string, string>;
const complaints: Record<string, string[]> = {};
for (const [name, source] of Object.entries(files)) {
  const found = await validate(TextDocument.create(`file:///${name}`, 'yaml', 0, source));
  complaints[name] = found.map(
    ({ message, range }) => `line ${range.start.line + 1}: ${typeof message === 'string' ? message : message.value}`,
  );
}
process.stdout.write(JSON.stringify(complaints));
