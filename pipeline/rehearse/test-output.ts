import type { Diagnostic } from '../terraform';

/** A resource in the state a test printed. */
export interface AppliedResource {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  /** Addresses of what it needs. */
  readonly depends_on?: readonly string[];
}

/** What `terraform test -json -verbose` said. */
export interface TestOutput {
  readonly diagnostics: readonly Diagnostic[];
  /** `undefined` if nothing was applied. */
  readonly state?: {
    readonly resources: readonly AppliedResource[];
    /** The stack's outputs by name. Those that are null are not among them. */
    readonly outputs: Readonly<Record<string, unknown>>;
  };
  /** Whether the test passed. */
  readonly passed: boolean;
}

/** The lines that are read; Terraform prints more. */
type Line =
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic }
  | {
      readonly type: 'test_state';
      readonly test_state: {
        readonly root_module?: { readonly resources?: readonly AppliedResource[] };
        readonly outputs?: Readonly<Record<string, { readonly value?: unknown }>>;
      };
    }
  | { readonly type: 'test_summary'; readonly test_summary: { readonly status: string } };

/**
 * Reads the lines of `terraform test -json -verbose`.
 *
 * @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui#test-results
 */
export function readTestOutput(stdout: string): TestOutput {
  const lines = stdout.split('\n').flatMap(parseLine);
  const states = lines.flatMap((line) => (line.type === 'test_state' ? [line.test_state] : []));
  const state = states.at(-1);
  return {
    diagnostics: lines.flatMap((line) => (line.type === 'diagnostic' ? [line.diagnostic] : [])),
    state: state && {
      resources: state.root_module?.resources ?? [],
      outputs: Object.fromEntries(Object.entries(state.outputs ?? {}).map(([name, { value }]) => [name, value])),
    },
    passed: lines.some((line) => line.type === 'test_summary' && line.test_summary.status === 'pass'),
  };
}

/** What is no JSON is a warning of Terraform about its own configuration, and goes by. */
function parseLine(text: string): Line[] {
  if (!text.startsWith('{')) return [];
  try {
    return [JSON.parse(text) as Line];
  } catch {
    return [];
  }
}
