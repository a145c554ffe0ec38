import { table } from './page';
import { SourceText, sourceFiles } from './source-text';

/** What tells a finding: of a check of the preflight, in its own words, or in those of a check that asks for several. */
const FINDINGS = ['problem', 'advise', 'found'];

/** What is to be done where only Azure's answer says what. */
const INSTEAD = 'take what it names instead, which is what Azure offers';

/** What a check of the preflight may find. */
export interface Finding {
  readonly file: string;
  readonly says: string;
  readonly next: string;
}

/** What a proof of `verify` may name as the cause of its failure. */
export interface Cause {
  readonly file: string;
  readonly cause: string;
}

/** Everything that the preflight may find, in the order of its files. */
export function findings(): Finding[] {
  return sourceFiles('pipeline/preflight').flatMap((file) =>
    SourceText.ofFile(file)
      .said(FINDINGS)
      .map(([, says, next]) => ({ file, says: says ?? '…', next: next ?? '…' }))
      // Handed on, and told where it comes from.
      .filter(({ says }) => !/^(?:…|<message>|<line>)$/.test(says)),
  );
}

/** Every cause that a proof may name. */
export function causes(): Cause[] {
  return sourceFiles('pipeline/verify').flatMap((file) =>
    SourceText.ofFile(file)
      .saidAs('cause')
      .map((cause) => ({ file, cause })),
  );
}

/** The page `docs/troubleshooting.md`. */
export function troubleshootingPage(): string {
  const proofs = causes();
  const found = findings().map(({ says, next }) => [cell(says), cell(/^(?:<\w+>|…)$/.test(next) ? INSTEAD : next)]);
  return `# Troubleshooting

Every command ends a failure with \`next:\` and what to do, and the same command goes on from there. What \`npm run deploy\` looks at
before anything is changed, and what \`npm run verify\` names as the likely cause of a proof that does not hold, is collected here
from the sources by \`npm run docs\`; \`<…>\` stands for what is known only then.

## Before a deploy

${table(['what it says', 'what to do'], found)}

## After a deploy

The proofs of \`verify\`, in the order of the sources that hold them:

${[...new Set(proofs.map(({ file }) => file))].map((file) => section(file, proofs)).join('\n\n')}
`;
}

function section(file: string, proofs: readonly Cause[]): string {
  const title = file.replace(/^.*\/(.*)\.ts$/, '$1').replaceAll('-', ' ');
  const lines = proofs.filter((each) => each.file === file).map(({ cause }) => `- ${escaped(cause)}`);
  return `### ${title}\n\n${lines.join('\n')}`;
}

function cell(text: string): string {
  return escaped(text).replaceAll('|', String.raw`\|`);
}

/** What stands between angle brackets is no HTML. */
function escaped(text: string): string {
  return text.replaceAll('<', String.raw`\<`).trim();
}
