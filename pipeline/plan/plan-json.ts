/** What is read of `terraform show -json <plan>`. @see https://developer.hashicorp.com/terraform/internals/json-format */
export interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
  /** What was changed in the world since the last apply. */
  readonly resource_drift?: readonly ResourceChange[];
  /** All outputs, those too that stay. */
  readonly output_changes?: Readonly<Record<string, Change>>;
  readonly configuration?: { readonly root_module?: { readonly resources?: readonly ConfiguredResource[] } };
}

/** One resource or data source. */
export interface ResourceChange {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  /** Why it goes, in a word of Terraform's. */
  readonly action_reason?: string;
  readonly change: Change;
}

/** What becomes of a value. */
export interface Change {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  /** Of the shape of the value, `true` where it is known after the apply alone. */
  readonly after_unknown?: unknown;
  /** Of the shape of the value, `true` where it is sensitive. */
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  /** The places that force a replacement. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
}

/** A resource as the configuration says it. */
export interface ConfiguredResource {
  readonly address: string;
  readonly expressions?: Readonly<Record<string, unknown>>;
}
