import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../../config';
import { environmentNames, loadEnvironment } from '../../environments';
import { findSecrets, type Environment } from '../../model';
import { Synthesized } from '../helpers/artefacts';
import { podOf, refusedPods } from '../helpers/pod-security-rules';
import { danglingReferences } from '../helpers/references';
import { objectProblems } from '../helpers/validate-object';

// The only test that reads the folder: what holds of every environment in it, whatever it is called and says.
const NAMES = environmentNames();

test('the environments are the files of the folder, in order', () => {
  const files = readdirSync(path.resolve(__dirname, '../../environments'), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'index.ts')
    .map(({ name }) => name);

  expect(NAMES.length).toBeGreaterThan(0);
  expect(files.toSorted()).toEqual(NAMES.map((name) => `${name}.ts`));
});

describe.each(NAMES)('%s', (name) => {
  let environment: Environment;
  let artefacts: Synthesized;
  beforeAll(async () => {
    environment = await loadEnvironment(name);
    artefacts = new Synthesized(environment);
  });

  test('is named as its file', () => {
    expect(environment.name).toBe(name);
  });

  test('makes infrastructure and objects', () => {
    expect(artefacts.terraform.addresses().length).toBeGreaterThan(0);
    expect(artefacts.objects.length).toBeGreaterThan(0);
  });

  test('makes objects that pass their schemas', () => {
    const problems = artefacts.objects.flatMap((object) =>
      objectProblems(object).map((problem) => `${object.kind} ${object.metadata.name}: ${problem}`),
    );

    expect(problems).toEqual([]);
  });

  test('makes pods that their namespaces admit', () => {
    const pods = environment.store.length + environment.workloads.length;

    expect(artefacts.objects.filter(podOf)).toHaveLength(pods);
    expect(refusedPods(artefacts.objects)).toEqual([]);
  });

  test('makes no object that refers to one that is not there', () => {
    expect(danglingReferences(artefacts.objects, secretsOfTheUser(environment))).toEqual([]);
  });

  test('holds no text that looks like a secret, plain or as base64, and makes no Secret', () => {
    const texts = [JSON.stringify(artefacts.terraform.json, null, 2), artefacts.yaml];

    expect(texts.flatMap(findSecrets)).toEqual([]);
    expect(artefacts.objects.map(({ kind }) => kind)).not.toContain('Secret');
  });
});

/** The Secrets that an environment names, which its user makes. */
function secretsOfTheUser({ gateway, workloads }: Environment): string[] {
  return [
    ...(gateway.tlsSecretName === undefined ? [] : [gateway.tlsSecretName]),
    ...workloads.flatMap(({ secretVariables }) => Object.values(secretVariables).map(({ secretName }) => secretName)),
  ].map((name) => `Secret ${name}`);
}

describe('an environment that is not there', () => {
  test.each(['there-is-no-such-one', '', 'index', '../config/index', `${NAMES[0]}.ts`, NAMES[0]!.toUpperCase()])(
    '%j is answered with those that are',
    async (name) => {
      const loading = loadEnvironment(name);

      await expect(loading).rejects.toBeInstanceOf(ConfigError);
      await expect(loading).rejects.toThrow(`there is no environment "${name}": allowed are ${NAMES.join(', ')}`);
    },
  );
});
