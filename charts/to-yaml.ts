import { ApiObject, Chart, DependencyGraph, type App } from 'cdk8s';
import { Document, Scalar, visit } from 'yaml';

/**
 * Text that Kubernetes' reader takes for a number and that YAML's own rules leave unquoted: it reads prefixes of either
 * case, with a sign.
 *
 * @see https://pkg.go.dev/strconv#ParseInt (base 0)
 */
const NUMBER_TO_KUBERNETES = /^[-+]?0[bBoOxX]/;

/**
 * The objects of an app as YAML documents, in the order in which they can be applied; every string stays one.
 *
 * @throws Error if a construct of the app is not valid
 */
export function toYaml(app: App): string {
  // Whichever chart it renders, cdk8s validates the whole app and works out what depends on what in it. Once is enough:
  // for each chart again, the time would grow with the square of their number.
  app.charts.at(0)?.toJson();
  const objects = app.charts.flatMap(objectsOf);
  return objects.map((object) => documentOf(object.toJson())).join('---\n');
}

function objectsOf(chart: Chart): ApiObject[] {
  const constructs = new DependencyGraph(chart.node).topology();
  return constructs.filter(
    (construct) => ApiObject.isApiObject(construct) && Chart.of(construct) === chart,
  ) as ApiObject[];
}

function documentOf(object: unknown): string {
  const document = new Document(object, { version: '1.1' });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'string' && NUMBER_TO_KUBERNETES.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 });
}
