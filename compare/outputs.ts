/** The parts of a stack's JSON that its outputs are made from. */
interface Stack {
  readonly output: Readonly<Record<string, { readonly value: unknown }>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** A value that is nothing but a reference to one attribute of a resource or data source. */
const REFERENCE = /^\$\{(data\.)?([\w-]+)\.([\w-]+)\.(\w+)\}$/;

const SUBSCRIPTION_PROVIDERS = '/subscriptions/1b4e28ba-2fa1-41d2-883f-0016d3cca427/resourceGroups/rg-real/providers';

/** What Azure decides, by the name of the attribute. */
const DECIDED_BY_AZURE: Readonly<Record<string, (type: string, index: number) => string>> = {
  id: (type, index) => `${SUBSCRIPTION_PROVIDERS}/Microsoft.Example/${type}/${index}`,
  client_id: (_, index) => `c11e4700-5b1f-4c7a-9d3e-${String(index).padStart(12, '0')}`,
  tenant_id: () => '7e4a4700-5b1f-4c7a-9d3e-0123456789ab',
  endpoint: () => 'https://oai-real.openai.azure.com/',
  node_resource_group: () => 'MC_rg-real_aks-real_westeurope',
  fully_qualified_domain_name: () => 'a1b2c3d4.fz42.alb.azure.com',
};

/**
 * The outputs file of a stack, as a deploy would write it: references to what the stack itself says are followed, and
 * what only Azure can know is made up.
 *
 * @param stack text of its cdk.tf.json
 * @throws Error if an output refers to something else
 */
export function outputsFile(environment: string, stack: string): string {
  const { output, resource } = JSON.parse(stack) as Stack;
  let made = 0;
  const applied = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(applied);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, applied(entry)]));
    }
    if (typeof value !== 'string' || !value.includes('${')) return value;
    const [, , type = '', id = '', attribute = ''] = REFERENCE.exec(value) ?? [];
    const literal = resource[type]?.[id]?.[attribute];
    if (typeof literal === 'string' && !literal.includes('${')) return literal;
    const decided = DECIDED_BY_AZURE[attribute];
    if (decided === undefined) throw new Error(`no value is known for the output ${value} of stack ${environment}`);
    return decided(type, (made += 1));
  };
  const values = Object.entries(output).map(([name, { value }]) => [name, applied(value)]);
  return `${JSON.stringify({ [environment]: Object.fromEntries(values) }, undefined, 2)}\n`;
}
