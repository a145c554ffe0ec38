import { ContractError, parseContract } from '../../contract';
import { ENVIRONMENTS } from '../fixtures/environments';
import { withAt } from '../helpers/at-path';
import { HOSTILE, PROTOTYPE_NAMES, drawing } from '../helpers/hostile';
import { jsonLeaves } from '../helpers/json-leaves';
import { deployedContract, outputsFile } from '../helpers/outputs';

/** FUZZ_SEED=… draws others. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_127);
const draw = drawing(SEED);
const good = outputsFile(deployedContract(ENVIRONMENTS.dev));
const json = JSON.parse(good) as { dev: Record<string, unknown> };
const pick = <T>(list: readonly T[]): T => list[draw(list.length)]!;

/** What no field of the contract takes: it has texts of a shape, one number, and objects of these. */
const VALUES = HOSTILE.filter(
  (value) => typeof value !== 'bigint' && !Number.isNaN(value) && value !== Number.POSITIVE_INFINITY,
);
const PATHS = jsonLeaves(json.dev).map(([place]) => place.replaceAll(/\[(\d+)\]/g, '.$1'));
const TOP = Object.keys(json.dev);

/** One file that is wrong, and what a refusal is to name. */
interface Spoilt {
  readonly text: string;
  readonly named: string;
}

const fileOf = (outputs: unknown) => JSON.stringify({ dev: outputs });
const SPOILERS: readonly (() => Spoilt)[] = [
  () => {
    const field = pick(TOP);
    return { text: fileOf(withAt(json.dev, field, undefined)), named: field };
  },
  () => {
    const field = pick(TOP.filter((name) => name !== 'workload_identities'));
    return {
      text: fileOf(
        withAt(json.dev, field, pick(VALUES.filter((value) => typeof value !== 'string' && typeof value !== 'number'))),
      ),
      named: field,
    };
  },
  () => {
    const name = pick([...PROTOTYPE_NAMES, 'key', 'x'.repeat(1000)]);
    const text = fileOf(json.dev).replace('{"dev":{', `{"dev":{${JSON.stringify(name)}:"x",`);
    return { text, named: name };
  },
  () => ({ text: good.slice(0, draw(good.length - 2) + 1).trimEnd(), named: 'is no JSON' }),
  () => ({
    text: JSON.stringify({ [pick(['prod', 'Dev', 'toString'])]: json.dev }),
    named: 'holds no outputs of stack "dev"',
  }),
  () => ({
    text: JSON.stringify(
      pick(VALUES.filter((value) => typeof value !== 'object' || value === null || Array.isArray(value))),
    ),
    named: 'must hold an object',
  }),
  () => ({ text: fileOf({ ...json.dev, contract_version: draw(1000) + 2 }), named: 'newer release' }),
];

function problem({ text, named }: Spoilt): string[] {
  const start = performance.now();
  try {
    parseContract(text, 'dev', 'outputs/dev.json');
    return [`was taken: ${text.slice(0, 200)}`];
  } catch (error) {
    if (!(error instanceof ContractError)) return [`${String(error)}: ${text.slice(0, 200)}`];
    if (performance.now() - start > 1000) return [`took too long: ${text.slice(0, 200)}`];
    return error.message.includes(named)
      ? []
      : [`${named.slice(0, 100)} is not named by ${error.message.slice(0, 300)}`];
  }
}

test(`a thousand spoilt outputs files, drawn by FUZZ_SEED=${SEED}, are each refused by name`, () => {
  const spoilt = Array.from({ length: 1050 }, (_, index) => SPOILERS[index % SPOILERS.length]!());

  expect(spoilt.flatMap(problem)).toEqual([]);
});

test.each(PATHS.filter((place) => !/gateway|deployments/.test(place)))('%s takes no text without a shape', (place) => {
  for (const value of ['', '\0', 'a\nb', '${TfToken[TOKEN.1]}', 'x'.repeat(100_000)]) {
    expect(problem({ text: fileOf(withAt(json.dev, place, value)), named: place.split('.')[0]! })).toEqual([]);
  }
});

test('what is nested too deep is no JSON of outputs', () => {
  const text = `{"dev":{"cluster_name":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`;

  expect(problem({ text, named: 'cluster_name' })).toEqual([]);
});
