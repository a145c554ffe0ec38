import { App } from 'cdk8s';
import { Testing } from 'cdktf';
import { EnvironmentCharts } from '../../charts';
import { parseEnvironment, policyFacts, type Environment } from '../../config';
import { PlatformStack } from '../../constructs';
import { sampleContract } from '../../contract';
import { judge } from '../../policy';
import { PARTS, PART_NAMES, REFUSED, inputOf, shownOf } from '../fixtures/parts';
import { coveringChoices, keysOf, possiblePairs } from '../helpers/covering';
import { objectsOf } from '../helpers/charts';
import { problemsOf } from '../helpers/environment';
import { refusedPods } from '../helpers/pod-security-rules';
import { danglingReferences } from '../helpers/references';
import { Template } from '../helpers/template';
import { objectProblems } from '../helpers/validate-object';

const TODAY = '2026-11-27';
/** What is no part of an environment, but made elsewhere for it. */
const ELSEWHERE = ['Secret own-tls'];

/** Both artefacts, as they are before they become text: there are many of them. */
function shapeOf(environment: Environment) {
  const app = new App();
  new EnvironmentCharts(app, environment.name, { environment, contract: sampleContract(environment) });
  const stack = new PlatformStack(Testing.app(), environment.name, { environment });
  return { terraform: new Template(Testing.synth(stack, true)), objects: objectsOf(app) };
}

const choices = coveringChoices();

test('the choices hold every two parts in all four ways, but for those that do not go together', () => {
  const held = new Set(choices.flatMap(keysOf));

  expect(possiblePairs().filter((pair) => !held.has(pair))).toEqual([]);
  // All four ways of each pair, less those that exclude each other or take each other along.
  expect(held.size).toBeGreaterThan(PART_NAMES.length * (PART_NAMES.length - 1) * 1.9);
  expect(choices.length).toBeLessThan(30);
});

/** The errors that the rules find: rule and place. */
function errorsIn(environment: Environment, { terraform, objects }: ReturnType<typeof shapeOf>): string[] {
  const artefacts = { terraform: terraform.json, manifests: objects };
  const { results } = judge(artefacts, { facts: policyFacts(TODAY, environment.policy) });
  return results.flatMap(({ rule, findings }) =>
    findings.flatMap(({ severity, on }) => (severity === 'error' ? [`${rule.id} ${on}`] : [])),
  );
}

describe.each(choices.map((choice, index) => [index, PART_NAMES.filter((name) => choice.get(name))] as const))(
  'choice %i: %j',
  (_index, parts) => {
    const environment = parseEnvironment(inputOf(parts));
    const artefacts = shapeOf(environment);
    const { terraform, objects } = artefacts;

    test('shows each part that is there, and no trace of one that is not', () => {
      const shown = PART_NAMES.filter((name) => PARTS[name]!.shows?.(artefacts));

      expect(shown).toEqual(shownOf(parts));
    });

    test('makes valid objects that lead somewhere, of pods that their namespaces admit', () => {
      expect(
        objects.flatMap((object) => objectProblems(object).map((problem) => `${object.kind}: ${problem}`)),
      ).toEqual([]);
      expect(danglingReferences(objects, ELSEWHERE)).toEqual([]);
      expect(refusedPods(objects)).toEqual([]);
    });

    test('breaks no rule', () => {
      expect(errorsIn(environment, { terraform, objects })).toEqual([]);
    });
  },
);

/** A part with all that it does not go without. */
function withTaken(name: string): string[] {
  return [name, ...(PARTS[name]!.takes ?? []).flatMap(withTaken)];
}

/** Beside another part, a part may not make what it makes alone. */
test.each(PART_NAMES)('%s with nothing but what it takes breaks no rule', (name) => {
  const environment = parseEnvironment(inputOf(withTaken(name)));

  expect(errorsIn(environment, shapeOf(environment))).toEqual([]);
});

test.each(REFUSED)('%s and %s are refused by %s', (one, other, property) => {
  const problems = problemsOf(inputOf([one, other]));

  expect(problems).toContainEqual(expect.stringMatching(`^${property}: (?:must|need) `));
});
