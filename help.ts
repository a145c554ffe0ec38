/** What the scripts do that are no command of the pipeline, each in a line. */
const USE: Readonly<Record<string, string>> = {
  help: 'These lines.',
  synth: 'Write the Terraform JSON and a preview of the YAML of every environment, or of those named; no account.',
};
const WORK: Readonly<Record<string, string>> = {
  test: 'Types, lint, format, and the tests; offline.',
  'test:e2e': 'The tests that take the real tools, kill a run on its way, or install the package.',
  'test:cdktn': 'Whether CDK Terrain makes the same; --azurerm looks at its bindings of the provider too.',
  'test:mutation': 'Whether a test notices when the code is broken; hours.',
  typecheck: 'The types alone.',
  lint: 'The linter and the format.',
  format: 'Lay out every file.',
  docs: 'Write the pages and pictures of docs/ that come from the sources, or name some; --check fails where they differ.',
  bench: 'How long a synthesis takes, as multiples of what cannot be avoided.',
  compare: 'Whether the artefacts are still those of another commit, byte for byte.',
  import: 'Write the classes of imports/ anew from the CRDs.',
  prepack: 'Compile the package; npm pack and npm publish do it first.',
};

/** A command by its name, with what it does in one line. */
type Commands = Readonly<Record<string, { readonly summary: string }>>;

/**
 * What can be run, with a line each.
 *
 * @param scripts names of the scripts of the folder's package.json: what is no script there is not told
 */
export function helpText(commands: Commands, scripts: readonly string[]): string {
  // The first sentence: --help has the rest.
  const summaries = Object.entries(commands).map(
    ([name, { summary }]) => [name, summary.split(/(?<=\.) /)[0]!] as const,
  );
  const use = [...Object.entries(USE), ...summaries];
  const work = Object.entries(WORK).filter(([name]) => scripts.includes(name));
  const width = Math.max(...[...use, ...work].map(([name]) => name.length));
  const line = ([name, summary]: readonly [string, string]) => `  ${name.padEnd(width)}  ${summary}`;
  return [
    'Usage: npm run <command> -- [environment] [options]',
    '       "npm run <command> -- --help" explains one',
    '',
    ...use.map(line),
    ...(scripts.includes('help') ? [] : ['', 'In a folder of your own, "npx secure-aks-openai init" first.']),
    ...(work.length === 0 ? [] : ['', 'To work on the project itself:', ...work.map(line)]),
  ].join('\n');
}
