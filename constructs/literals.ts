import { Token } from 'cdktf';

/** A value whose literal is known now: no token, and no Terraform expression written out. Checks are for these alone. */
export function isLiteral(value: unknown): boolean {
  return value !== undefined && !Token.isUnresolved(value) && !(typeof value === 'string' && value.includes('${'));
}
