import type { App } from 'cdk8s';
import { Document, Scalar, visit } from 'yaml';

/**
 * Text that Kubernetes' reader takes for a number and that YAML's own rules leave unquoted: it reads prefixes of either
 * case, with a sign.
 *
 * @see https://pkg.go.dev/strconv#ParseInt (base 0)
 */
const NUMBER_TO_KUBERNETES = /^[-+]?0[bBoOxX]/;

/** The objects of an app as YAML documents, in the order in which they can be applied; every string stays one. */
export function toYaml(app: App): string {
  const objects = app.charts.flatMap((chart) => chart.toJson() as unknown[]);
  return objects.map(documentOf).join('---\n');
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
