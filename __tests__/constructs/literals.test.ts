import { Fn } from 'cdktf';
import { parseEnvironment } from '../../config';
import { asLiterals, isLiteral } from '../../constructs/literals';

describe('asLiterals', () => {
  test.each([
    ['${var.x}', '$${var.x}'],
    ['%{ if true }', '%%{ if true }'],
    ['a $ b % c {}', 'a $ b % c {}'],
    ['${TfToken[TOKEN.0]}', '${"$"}{TfToken[TOKEN.0]}'],
    ['$${TfToken[TOKEN.0]}', '${"$$"}{TfToken[TOKEN.0]}'],
  ])('writes %s as %s', (written, escaped) => {
    expect(asLiterals(written)).toBe(escaped);
    expect(asLiterals({ [written]: [written, 1, true, undefined, null] })).toEqual({
      [escaped]: [escaped, 1, true, undefined, null],
    });
    expect(isLiteral(asLiterals(written))).toBe(true);
  });

  test('leaves an environment without such strings as it is', () => {
    const environment = parseEnvironment({ name: 'dev', subscriptionId: '11111111-1111-4111-8111-111111111111' });

    expect(asLiterals(environment)).toEqual(environment);
  });
});

describe('isLiteral', () => {
  test.each([undefined, '${var.x}', 'a-${var.x}', '$${a}${var.x}', Fn.uuid(), `a-${Fn.uuid()}`])(
    'is false of %s',
    (value) => {
      expect(isLiteral(value)).toBe(false);
    },
  );

  test.each(['', 'a', 5, '$${var.x}', '%%{ if true }'])('is true of %s', (value) => {
    expect(isLiteral(value)).toBe(true);
  });
});
