import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { TerraformStack, Testing } from 'cdktf';

/** A resource of the synthesized JSON. */
export type Resource = Record<string, unknown>;

/** The Terraform JSON of one stack, to ask questions of. */
export class Template {
  public readonly json: {
    readonly resource?: Record<string, Record<string, Resource>>;
    readonly output?: Record<string, { value: unknown }>;
    readonly terraform: Record<string, Record<string, unknown>>;
    readonly provider: Record<string, Record<string, unknown>[]>;
  };

  public constructor(text: string) {
    this.json = JSON.parse(text);
  }

  /** The resources of a type by logical id; empty where there are none. */
  public resources(type: string): Record<string, Resource> {
    return this.json.resource?.[type] ?? {};
  }

  public count(type: string): number {
    return Object.keys(this.resources(type)).length;
  }

  /** The one resource of a type; throws where there are none or several. */
  public single(type: string): Resource {
    const found = Object.entries(this.resources(type));
    if (found.length !== 1) throw new Error(`expected one ${type}, found ${found.length}`);
    return found[0]![1];
  }

  /** The one resource of a type whose argument has a value. */
  public where(type: string, argument: string, value: unknown): Resource {
    const found = Object.values(this.resources(type)).filter((resource) => resource[argument] === value);
    if (found.length !== 1)
      throw new Error(`expected one ${type} with ${argument} ${String(value)}, found ${found.length}`);
    return found[0]!;
  }

  /** Every address, `type.logical_id`, sorted. */
  public addresses(): string[] {
    return Object.entries(this.json.resource ?? {})
      .flatMap(([type, byId]) => Object.keys(byId).map((id) => `${type}.${id}`))
      .toSorted();
  }
}

/** Synthesizes a stack with its validations on: `Testing.synth` leaves them out unless told. */
export function synthStack(stack: TerraformStack): Template {
  stack.ensureBackendExists();
  return new Template(Testing.synth(stack, true));
}

/** A stack with the providers the constructs need, filled by the test. */
export function synthWith(build: (stack: TerraformStack) => void): Template {
  const stack = emptyStack();
  build(stack);
  return synthStack(stack);
}

/** A stack with the providers and nothing else. */
export function emptyStack(): TerraformStack {
  const stack = new TerraformStack(Testing.app(), 'test');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  new HelmProvider(stack, 'helm', {});
  return stack;
}
