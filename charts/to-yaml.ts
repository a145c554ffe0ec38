import { ApiObject, Chart, DependencyGraph, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Document, Scalar, Schema, type ScalarTag, type Tags } from 'yaml';

/**
 * Text that Kubernetes' reader takes for a number and that YAML's own rules leave unquoted: it reads prefixes of either
 * case, with a sign.
 *
 * @see https://pkg.go.dev/strconv#ParseInt (base 0)
 */
const NUMBER_TO_KUBERNETES = /^[-+]?0[bBoOxX]/;

/**
 * Characters that `yaml` writes as they are and that Kubernetes' reader refuses, or takes for the end of a line.
 *
 * @see https://yaml.org/spec/1.1/#id868524 (printable characters; line breaks)
 */
const NOT_PRINTABLE = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g;

/** YAML 1.1, as Kubernetes reads it, but for strings that its reader would take for something else: they are quoted. */
const SCHEMA = new Schema({
  schema: 'yaml-1.1',
  customTags: (tags) => tags.map((tag) => (isStringTag(tag) ? quoted(tag) : tag)),
});

function isStringTag(tag: Tags[number]): tag is ScalarTag {
  return typeof tag === 'object' && tag.tag === 'tag:yaml.org,2002:str';
}

function quoted(tag: ScalarTag): ScalarTag {
  return {
    ...tag,
    stringify: (item, ...rest) => {
      if (typeof item.value === 'string' && needsQuotes(item.value)) item.type = Scalar.QUOTE_DOUBLE;
      return tag.stringify!(item, ...rest);
    },
  };
}

/**
 * The objects of an app as they are applied, in that order.
 *
 * @throws Error if a construct of the app is not valid
 */
export function toObjects(app: App): unknown[] {
  // Whichever chart it renders, cdk8s validates the whole app and works out what depends on what in it. Once is enough:
  // for each chart again, the time would grow with the square of their number.
  app.node.findAll().find(isChart)?.toJson();
  // Only now are they in the order of what depends on what. Each look at `charts` works that out anew.
  return app.charts.flatMap(objectsOf).map((object) => object.toJson() as unknown);
}

/**
 * Objects as YAML documents; every string stays one, for `yaml` as for the readers of Kubernetes and cdk8s: no writer by
 * itself does as much.
 */
export function yamlOf(objects: readonly unknown[]): string {
  return objects.map(documentOf).join('---\n');
}

function isChart(construct: IConstruct): construct is Chart {
  return Chart.isChart(construct);
}

function objectsOf(chart: Chart): ApiObject[] {
  const constructs = new DependencyGraph(chart.node).topology();
  return constructs.filter(
    (construct) => ApiObject.isApiObject(construct) && Chart.of(construct) === chart,
  ) as ApiObject[];
}

function documentOf(object: unknown): string {
  // Each of the characters that are replaced stands between double quotes, where YAML knows an escape.
  return new Document(object, { version: '1.1', schema: SCHEMA, aliasDuplicateObjects: false })
    .toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER })
    .replaceAll(NOT_PRINTABLE, escaped);
}

function needsQuotes(text: string): boolean {
  // A tab at the start of a line is no indentation to Kubernetes' reader.
  return NUMBER_TO_KUBERNETES.test(text) || /[\t\r]/.test(text) || text.search(NOT_PRINTABLE) >= 0;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
