import { constructPath, type StackJson } from './stack';

/**
 * One complaint of Terraform, in the form that `terraform validate -json` and `terraform test -json` share.
 *
 * @see https://developer.hashicorp.com/terraform/cli/commands/validate#json-output-format
 */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
  /** Of the resource, where Terraform knows it. */
  readonly address?: string;
  readonly snippet?: {
    /** Path of the block around the place, `resource.<type>.<name>.<block>`. */
    readonly context?: string | null;
    /** The lines of the place. */
    readonly code: string;
  };
}

/** Where a complaint points to. */
export interface Place {
  /** Address of the resource, or of what else it is about: an output, a provider. */
  readonly address: string;
  /** Path of the argument, with dots. @default - it is about the whole of it */
  readonly argument?: string;
}

const INSTANCE =
  /^(?:resource\.([^.]+)\.([^.[]+)|(data\.[^.]+\.[^.[]+)|((?:output|provider|variable)\.[^.[]+))\.?(.*)$/;
const PROPERTY = /^\s*"([^"]+)"\s*:/;

/** The resource and the argument a diagnostic is about; `undefined` if it points nowhere. */
export function placeOf({ address, snippet }: Diagnostic): Place | undefined {
  const match = INSTANCE.exec(snippet?.context ?? '');
  if (!match) return address === undefined ? undefined : { address };
  const [, type, name, data, other, blocks = ''] = match;
  const owner = address ?? (type === undefined ? (data ?? other!) : `${type}.${name}`);
  const property = PROPERTY.exec(snippet?.code ?? '')?.[1];
  const path = blocks === '' ? [] : blocks.split('.');
  const isOwner = path.length === 0 && owner.endsWith(`.${property}`);
  if (property !== undefined && !isOwner && path.at(-1) !== property) path.push(property);
  return path.length === 0 ? { address: owner } : { address: owner, argument: path.join('.') };
}

/** A diagnostic as one entry of a list: the resource, the argument, the construct that made it, and what is wrong. */
export function formatDiagnostic(diagnostic: Diagnostic, stack: StackJson): string {
  const place = placeOf(diagnostic);
  const text = [diagnostic.summary, diagnostic.detail]
    .filter((part) => part !== undefined && part !== '')
    .join(': ')
    .replaceAll(/\s+/g, ' ');
  if (!place) return text;
  const argument = place.argument === undefined ? '' : `, argument "${place.argument}"`;
  const construct = constructPath(stack, place.address);
  return `${place.address}${argument}${construct === undefined ? '' : ` (construct ${construct})`}: ${text}`;
}
