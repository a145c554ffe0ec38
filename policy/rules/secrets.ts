import { at, fieldsOf, objectsOf, forEachText, textOf } from '../artefacts';
import { isRandom } from '../entropy';
import type { Rule } from '../rule';

/** Arguments of providers that hold a secret, by their names. */
const SECRET_ARGUMENT =
  /(?:^|_)(?:password|client_secret|access_key|sas_token|shared_key|connection_string|private_key|admin_token)$/;

function isSecretArgument(name: string): boolean {
  return SECRET_ARGUMENT.test(name);
}

/** Whether a text is long enough for a key, or says what it is the value of: most are neither. */
function mayHold(text: string): boolean {
  return text.length >= 20 || /[=:]/.test(text);
}

/** What stands in a text itself: what its expressions come to is nobody's to read here. */
function withoutExpressions(text: string): string {
  return text.replaceAll(/\$\{[^{}]*\}/g, '');
}

export const rule: Rule = {
  id: 'secrets',
  severity: 'error',
  reads: ['terraform', 'manifests'],
  what: 'No artefact holds a secret.',
  why: 'Artefacts end up in repositories, logs and states, where everybody who may read reads it, for ever.',
  source: 'https://owasp.org/www-project-kubernetes-top-ten/',
  fix: 'take it out and turn it; call Azure under an identity, and keep other secrets in a vault or in a Secret that is made in the cluster',
  check({ terraform, manifests }, report, facts) {
    const texts = [
      ...terraform.resources.map(({ address, args }) => ({ on: address, value: args, isOf: 'terraform' as const })),
      ...['provider', 'terraform', 'output', 'locals', 'variable'].map((block) => ({
        on: block,
        value: at(terraform.json, block),
        isOf: 'terraform' as const,
      })),
      ...manifests.objects.map(({ address, fields }) => ({ on: address, value: fields, isOf: 'manifests' as const })),
    ];
    // Most texts stand in many objects.
    const kinds = new Map<string, string | undefined>();
    const kindOf = (text: string) => {
      if (!kinds.has(text))
        kinds.set(text, facts.secretKind(text) ?? (isRandom(text) ? 'a key: it looks random' : undefined));
      return kinds.get(text);
    };
    for (const { on, value, isOf } of texts.filter(({ value }) => value !== undefined)) {
      report.look(on);
      const found = new Set<string>();
      forEachText(value, (name, text) => {
        const literal = isOf === 'terraform' ? withoutExpressions(text) : text;
        const kind = mayHold(literal) ? kindOf(literal) : undefined;
        if (kind !== undefined) found.add(`'${name}' looks like ${kind}`);
        else if (isOf === 'terraform' && literal !== '' && isSecretArgument(name)) {
          found.add(`'${name}' holds a secret by its name`);
        }
      });
      for (const message of found) report.find(on, message);
    }
    for (const { address, fields } of manifests.of('Secret')) {
      const names = ['data', 'stringData'].flatMap((block) => Object.keys(fieldsOf(fields[block])));
      if (names.length > 0) report.find(address, `holds ${names.join(', ')}`);
    }
    for (const { object, containers } of manifests.workloads) {
      for (const { name, value } of containers.flatMap((container) => objectsOf(container.fields['env']))) {
        if (typeof value === 'string' && value !== '' && facts.isSecretName(textOf(name))) {
          report.find(object.address, `the variable ${textOf(name)} has the name of a secret and a literal value`);
        }
      }
    }
  },
};
