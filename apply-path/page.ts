import { replaceSection, table } from '../docs/page';
import { costOfRest, duration, longestChain, schedule, unavoidable, type Turn } from './chain';
import { readGraph, type Graph } from './graph';
import { SHAPES, jsonOf, stackOf, type Shape } from './shapes';
import { TIMES, type Action } from './times';

const SECTION = { name: 'apply-path', command: 'npm run docs' };

/** What is drawn. */
const DRAWN: readonly (readonly [Shape, Action])[] = [
  ['bring-your-own gateway, service endpoint', 'create'],
  ['managed gateway', 'create'],
  ['bring-your-own gateway, service endpoint', 'destroy'],
];

/** What is drawn beside the longest chain, as what takes time and is not on it. */
const BESIDE = [
  'azurerm_cognitive_account',
  'azurerm_cognitive_deployment',
  'azurerm_private_endpoint',
  'azurerm_application_load_balancer',
  'azurerm_application_load_balancer_frontend',
  'helm_release',
];

/**
 * The page with the section as it is today.
 *
 * @throws if the page lacks the lines between which the section stands
 */
export function withSection(page: string): string {
  return replaceSection(page, SECTION, section());
}

function section(): string {
  const graphs = new Map(
    (Object.keys(SHAPES) as Shape[]).map((shape) => [shape, readGraph(jsonOf(stackOf(shape)))] as const),
  );
  return [
    `Minutes and seconds by the times of ${TIMES.asOf}; in brackets the multiple of what is unavoidable, and what of it the network at rest costs.`,
    table(
      ['shape', 'create', 'destroy'],
      [...graphs].map(([shape, graph]) => [shape, total(graph, 'create'), total(graph, 'destroy')]),
    ),
    ...DRAWN.map(([shape, action]) => gantt(shape, graphs.get(shape)!, action)),
  ].join('\n\n');
}

function total(graph: Graph, action: Action): string {
  const seconds = duration(schedule(graph, action));
  const multiple = (seconds / unavoidable(graph, action)).toFixed(2);
  return `${clock(seconds)} (${multiple}, ${clock(costOfRest(graph, action))})`;
}

/** @see https://mermaid.js.org/syntax/gantt.html */
function gantt(shape: Shape, graph: Graph, action: Action): string {
  const turns = schedule(graph, action);
  const chain = longestChain(turns);
  const onChain = new Set(chain.map(({ address }) => address));
  const beside = [...turns.values()].filter(({ address, type }) => BESIDE.includes(type) && !onChain.has(address));
  return [
    '```mermaid',
    'gantt',
    `  title ${action}: ${shape}`,
    '  dateFormat HH:mm:ss',
    '  axisFormat %M:%S',
    '  section longest chain',
    ...chain.map((turn) => bar(turn, 'crit, ')),
    '  section beside it',
    ...beside.toSorted((a, b) => a.start - b.start).map((turn) => bar(turn, '')),
    '```',
  ].join('\n');
}

function bar({ address, start, end }: Turn, tag: string): string {
  // The hash at the end of an address tells a reader nothing.
  const name = address.replace(/^azurerm_/, '').replace(/_[0-9A-F]{8}$/, '');
  return `  ${name} :${tag}00:${clock(start).padStart(5, '0')}, ${end - start}s`;
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
