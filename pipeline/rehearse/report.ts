import { constructPath, type StackJson } from '../terraform';
import type { MockedValues } from './mocks';
import { applyOrder } from './order';
import type { AppliedResource } from './test-output';

/** The lines that say what was applied, in order. */
export function describeApply(resources: readonly AppliedResource[], stack: StackJson): string[] {
  const width = String(resources.length).length;
  return applyOrder(resources).map(({ address, mode }, index) => {
    const construct = constructPath(stack, address);
    const verb = mode === 'data' ? 'read' : 'made';
    return `  ${String(index + 1).padStart(width)}. ${verb} ${address}${construct === undefined ? '' : ` (construct ${construct})`}`;
  });
}

/** The lines that say what each output became, and which resource gave the value. */
export function describeOutputs(
  outputs: Readonly<Record<string, unknown>>,
  mocked: ReadonlyMap<string, MockedValues>,
): string[] {
  const origins = new Map(
    [...mocked].flatMap(([address, values]) =>
      Object.entries(values).map(([attribute, value]) => [value, `${address}.${attribute}`] as const),
    ),
  );
  return leaves(outputs, '').map(([path, value]) => {
    const origin = origins.get(value);
    return `  ${path} = ${JSON.stringify(value)}${origin === undefined ? '' : ` (${origin})`}`;
  });
}

function leaves(value: unknown, path: string): (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, entry]) => leaves(entry, path === '' ? key : `${path}.${key}`));
}
