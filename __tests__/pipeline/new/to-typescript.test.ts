import * as fc from 'fast-check';
import { environmentFile } from '../../../pipeline/new/to-typescript';
import { evaluate } from '../../helpers/evaluate';

test('a file reads as somebody would write it', () => {
  const text = environmentFile({
    summary: 'To try things.',
    types: '../config',
    input: {
      name: 'try',
      tags: { team: 'blue', 'cost-centre': "4711's" },
      cluster: { admins: [{ objectId: '11111111-1111-4111-8111-111111111111' }], nodePool: { minCount: 3, zones: [] } },
      openAi: { deployments: ['one', 'two', 'three'].map((name) => ({ name, model: 'gpt-5.4-mini', capacity: 30 })) },
    },
    notes: { openAi: 'Three, side by side' },
  });

  expect(text).toBe(`import type { EnvironmentInput } from '../config';

/** To try things. */
const environment: EnvironmentInput = {
  name: 'try',
  tags: { team: 'blue', 'cost-centre': '4711\\'s' },
  cluster: { admins: [{ objectId: '11111111-1111-4111-8111-111111111111' }], nodePool: { minCount: 3, zones: [] } },
  // Three, side by side
  openAi: {
    deployments: [
      { name: 'one', model: 'gpt-5.4-mini', capacity: 30 },
      { name: 'two', model: 'gpt-5.4-mini', capacity: 30 },
      { name: 'three', model: 'gpt-5.4-mini', capacity: 30 },
    ],
  },
};

export default environment;
`);
});

test('what several texts begin with is said once, and nothing in a text is taken for a part of the program', () => {
  const text = environmentFile({
    summary: 'x',
    types: '../config',
    input: { existing: { a: '/hub/a', b: ['/hub/`${x}\\'], c: 'not /hub' } },
    notes: {},
    constants: { HUB: '/hub' },
  });

  expect(text).toContain("const HUB = '/hub';\n\n/** x */");
  expect(text).toContain("{ a: `${HUB}/a`, b: [`${HUB}/\\`\\${x}\\\\`], c: 'not /hub' }");
  expect(evaluate(text)).toEqual({ existing: { a: '/hub/a', b: ['/hub/`${x}\\'], c: 'not /hub' } });
});

test('whatever an environment says comes back, in lines of at most 120 characters where that can be', () => {
  const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie('tree'), { maxLength: 3 }), tie('object')),
    object: fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('tree'),
      { maxKeys: 4 },
    ),
  }));
  const key = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(
    fc.property(fc.dictionary(key, tree, { maxKeys: 4 }), (input) => {
      expect(evaluate(environmentFile({ summary: 'x', input, types: '../config', notes: {} }))).toEqual({ ...input });
    }),
  );
});
