import { Token } from 'cdktf';

/** A value whose literal is known now, and not only after apply. Checks are for these alone. */
export function isLiteral(value: unknown): boolean {
  return value !== undefined && !Token.isUnresolved(value);
}
