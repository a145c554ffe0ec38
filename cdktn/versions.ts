/** The versions that the JSON of a stack names, and that differ where the frameworks do. */
export interface Versions {
  /** Of the framework that has synthesized it. */
  readonly framework: string;
  /** Of the provider azurerm. */
  readonly azurerm: string;
}

/** The parts of a stack's JSON in which they stand. */
interface Stack {
  readonly '//': { readonly metadata: { version?: string } };
  readonly terraform: { readonly required_providers: { readonly azurerm: { version?: string } } };
}

/**
 * The JSON of a stack without these versions, laid out alike: CDK Terrain breaks the lines of an empty list otherwise. The order
 * of what is in it stays.
 *
 * @throws Error if a version is another: then it was not made by what it is said to be made by
 */
export function withoutVersions(text: string, { framework, azurerm }: Versions): string {
  const stack = JSON.parse(text) as Stack;
  const { metadata } = stack['//'];
  const { azurerm: provider } = stack.terraform.required_providers;
  if (metadata.version !== framework) throw new Error(`made by ${metadata.version} of the framework, not ${framework}`);
  if (provider.version !== azurerm) throw new Error(`made for azurerm ${provider.version}, not ${azurerm}`);
  delete metadata.version;
  delete provider.version;
  return JSON.stringify(stack, undefined, 2);
}
