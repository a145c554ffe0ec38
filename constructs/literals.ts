import { Token } from 'cdktf';

/** How Terraform writes what would open an expression or a directive: what {@link asLiterals} makes of it. */
const ESCAPED = /\$\$\{|\$\{"\$+"\}\{/g;

/** A value whose literal is known now: no token, and no Terraform expression written out. Checks are for these alone. */
export function isLiteral(value: unknown): boolean {
  return (
    value !== undefined &&
    !Token.isUnresolved(value) &&
    !(typeof value === 'string' && value.replaceAll(ESCAPED, '').includes('${'))
  );
}

/**
 * A value with every string in it, names of fields too, written so that Terraform reads back just that string: a user's
 * `${…}` or `%{…}` is text, and so is what looks like a token of cdktf. For what holds no token, as an environment does.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function asLiterals<T>(value: T): T {
  if (typeof value === 'string') return literal(value) as T;
  if (Array.isArray(value)) return value.map(asLiterals) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [literal(name), asLiterals(field)])) as T;
}

function literal(text: string): string {
  return text.replaceAll(/(\$+)\{TfToken\[|[$%]\{/g, (opening: string, signs?: string) =>
    // cdktf finds its tokens behind a doubled sign too, but not behind an expression that stands for the sign.
    signs === undefined ? opening.charAt(0) + opening : `\${"${signs}"}{TfToken[`,
  );
}
