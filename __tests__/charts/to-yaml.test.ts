import { ApiObject, App, Chart } from 'cdk8s';
import { parse } from 'yaml';
import { toObjects, yamlOf } from '../../charts/to-yaml';

const TRICKY = ['0o17', '0X1F', '0B11', '+0o7', '-0x1', '0x1f', '012', '1e3', 'yes', 'null', '1:30', '2026-11-22', ''];

function textOf(data: Record<string, string>): string {
  const app = new App();
  new ApiObject(new Chart(app, 'chart'), 'map', { apiVersion: 'v1', kind: 'ConfigMap', data });
  return yamlOf(toObjects(app));
}

describe('the YAML', () => {
  test.each(TRICKY)('keeps the text %j a text for every reader', (text) => {
    const yaml = textOf({ value: text });

    for (const version of ['1.1', '1.2'] as const) {
      expect((parse(yaml, { version }) as { data: { value: unknown } }).data.value).toBe(text);
    }
    expect(yaml).toMatch(/value: ["']/);
  });

  test('leaves plain text plain', () => {
    expect(textOf({ value: 'gpt-5.4-mini' })).toContain('value: gpt-5.4-mini\n');
  });

  test('parts the objects and ends in a line of its own', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    for (const kind of ['ConfigMap', 'Secret']) new ApiObject(chart, kind, { apiVersion: 'v1', kind });

    const yaml = yamlOf(toObjects(app));

    expect(yaml.split('---\n')).toHaveLength(2);
    expect(yaml.endsWith('\n')).toBe(true);
  });

  test('is not made of an app of which a construct is not valid, whichever chart that is in', () => {
    const app = new App();
    for (const id of ['first', 'second']) {
      new ApiObject(new Chart(app, id), 'map', { apiVersion: 'v1', kind: 'ConfigMap' });
    }
    app.charts[1]!.node.addValidation({ validate: () => ['has no data'] });

    expect(() => yamlOf(toObjects(app))).toThrow('[second] has no data');
  });

  test('holds what a chart within a chart makes, once', () => {
    const app = new App();
    const outer = new Chart(app, 'outer');
    new ApiObject(outer, 'own', { apiVersion: 'v1', kind: 'Outer' });
    new ApiObject(new Chart(outer, 'inner'), 'own', { apiVersion: 'v1', kind: 'Inner' });

    expect([...yamlOf(toObjects(app)).matchAll(/^kind: (.*)$/gm)].map(([, kind]) => kind)).toEqual(['Inner', 'Outer']);
  });

  test('of no chart is none', () => {
    expect(yamlOf(toObjects(new App()))).toBe('');
  });
});
