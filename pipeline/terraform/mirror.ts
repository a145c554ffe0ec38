import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

/** A block of the CLI configuration that says where provider plugins come from. */
interface Installation {
  readonly kind: string;
  readonly body: string;
}

/** Comments of a line of their own, and between marks: what stands behind a value may be part of a URL. */
const COMMENTS = /^\s*(?:#|\/\/).*$|\/\*[\s\S]*?\*\//gm;
const INSTALLATION = /\b(?<kind>filesystem_mirror|network_mirror|direct)\s*\{(?<body>[^}]*)\}/g;

/**
 * The flag that sends `terraform providers lock` to the mirror that the CLI configuration names; `undefined` where it names
 * none, or lets the registry be asked beside it. cdktf locks the providers before each deploy, and that command alone goes to
 * the registry whatever the configuration says.
 *
 * @param variables those of the process, of which TF_CLI_CONFIG_FILE names the file; without it, it is the user's own
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
 * @see https://developer.hashicorp.com/terraform/cli/commands/providers/lock
 */
export function lockFromMirror(variables: Variables, platform: NodeJS.Platform = process.platform): string | undefined {
  const file = variables['TF_CLI_CONFIG_FILE'] || ofTheUser(variables, platform);
  if (!existsSync(file)) return undefined;
  const installations = installationsOf(readFileSync(file, 'utf8'));
  const isOpen = installations.some(({ kind, body }) => kind === 'direct' && !/\bexclude\s*=/.test(body));
  if (isOpen) return undefined;
  const flags = installations.flatMap(({ kind, body }) => {
    const path = valueOf('path', body);
    const url = valueOf('url', body);
    if (kind === 'filesystem_mirror' && path !== undefined) return [`-fs-mirror=${quoted(path)}`];
    return kind === 'network_mirror' && url !== undefined ? [`-net-mirror=${quoted(url)}`] : [];
  });
  return flags[0];
}

/** @see https://developer.hashicorp.com/terraform/cli/config/config-file#locations */
function ofTheUser({ APPDATA = '', HOME = '' }: Variables, platform: NodeJS.Platform): string {
  return platform === 'win32' ? path.join(APPDATA, 'terraform.rc') : path.join(HOME, '.terraformrc');
}

function installationsOf(text: string): Installation[] {
  return [...text.replace(COMMENTS, '').matchAll(INSTALLATION)].map(({ groups }) => ({
    kind: groups!['kind']!,
    body: groups!['body']!,
  }));
}

/** The text of an argument, with its escapes taken out: a path of Windows has them. */
function valueOf(argument: string, body: string): string | undefined {
  const text = new RegExp(String.raw`\b${argument}\s*=\s*("(?:[^"\\\n]|\\.)*")`).exec(body)?.[1];
  return text === undefined ? undefined : text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
}

/** As one word of TF_CLI_ARGS, which Terraform splits as a shell does. */
function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
