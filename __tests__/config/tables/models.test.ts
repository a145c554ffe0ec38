import {
  DEFAULT_MODEL,
  MODELS,
  MODELS_AS_OF,
  RETIRED_MODELS,
  defaultModelVersion,
  modelProblem,
  retirementAdvice,
  retirementOf,
} from '../../../config/tables/models';
import { DEPLOYMENT_SKUS } from '../../../model';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const KNOWN = Object.keys(MODELS).join(', ');
const ROWS = Object.entries(MODELS).flatMap(([model, versions]) =>
  Object.entries(versions).map(([version, retires]) => [model, version, retires] as const),
);

describe('the table', () => {
  test('is dated, and so is all in it', () => {
    expect(MODELS_AS_OF).toMatch(DAY);
    for (const [, , retires] of ROWS) expect(retires).toMatch(DAY);
    for (const retired of Object.values(RETIRED_MODELS)) expect(retired).toMatch(DAY);
  });

  test('holds no model in both halves', () => {
    expect(Object.keys(MODELS).filter((model) => model in RETIRED_MODELS)).toEqual([]);
  });

  test.each(ROWS)('%s %s retires after the table was made', (_model, _version, retires) => {
    expect(Date.parse(retires)).toBeGreaterThan(Date.parse(MODELS_AS_OF));
  });

  test('has the default', () => {
    expect(DEFAULT_MODEL).toBe('gpt-5.4-mini');
    expect(defaultModelVersion(DEFAULT_MODEL)).toBe('2026-03-17');
    expect(DEPLOYMENT_SKUS).toContain('GlobalStandard');
  });
});

describe('modelProblem', () => {
  test.each(ROWS)('takes %s %s', (model, version) => {
    expect(modelProblem(model, version)).toBeUndefined();
    expect(modelProblem(model, undefined)).toBeUndefined();
  });

  test.each(Object.entries(RETIRED_MODELS))('says that %s is gone since %s', (model, retired) => {
    expect(modelProblem(model, undefined)).toBe(`model "${model}" retired on ${retired}: allowed are ${KNOWN}`);
  });

  test.each(['gpt-9', '', 'constructor', 'toString', '__proto__'])('does not know %j', (model) => {
    expect(modelProblem(model, undefined)).toBe(
      `model "${model}" is not in the table of ${MODELS_AS_OF}: allowed are ${KNOWN}`,
    );
    expect(defaultModelVersion(model)).toBeUndefined();
  });

  test.each(['2026-01-01', '', 'constructor'])('does not know version %j of a known model', (version) => {
    expect(modelProblem('gpt-5.4-mini', version)).toBe(
      `version "${version}" of gpt-5.4-mini is not in the table of ${MODELS_AS_OF}: allowed are 2026-03-17`,
    );
  });
});

describe('retirementOf', () => {
  test.each(ROWS)('%s %s retires on %s', (model, version, retires) => {
    expect(retirementOf(model, version)).toBe(retires);
  });

  test.each([
    ['gpt-9', '1'],
    ['gpt-5.4-mini', '1'],
    ['constructor', 'name'],
  ])('does not know %s %s', (model, version) => {
    expect(retirementOf(model, version)).toBeUndefined();
  });
});

describe('retirementAdvice', () => {
  // gpt-5.4-mini 2026-03-17 retires on 2027-03-18.
  test.each([
    ['2026-11-22', undefined],
    ['2027-01-16', undefined],
    ['2027-01-17', 'gpt-5.4-mini 2026-03-17 retires on 2027-03-18, in 60 days: plan its successor'],
    ['2027-03-17', 'gpt-5.4-mini 2026-03-17 retires on 2027-03-18, in 1 day: plan its successor'],
    ['2027-03-18', 'gpt-5.4-mini 2026-03-17 retired on 2027-03-18: Azure refuses new deployments of it'],
    ['2028-01-01', 'gpt-5.4-mini 2026-03-17 retired on 2027-03-18: Azure refuses new deployments of it'],
  ])('on %s: %s', (today, advice) => {
    expect(retirementAdvice('gpt-5.4-mini', '2026-03-17', today)).toBe(advice);
  });

  test.each([
    ['gpt-9', '1'],
    ['gpt-5.4-mini', '1'],
    ['constructor', 'name'],
  ])('has none for %s %s, which the table lacks', (model, version) => {
    expect(retirementAdvice(model, version, '2030-01-01')).toBeUndefined();
  });
});
