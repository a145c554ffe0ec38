import type { ELK, ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk.bundled.js';
import { sizeOf } from './content';
import type { Arrow, Box, Picture } from './picture';
import { TEXT, widthOf } from './text';

/** A rectangle, in pixels from the top left corner of the picture. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box in its place. */
export interface PlacedBox extends Rectangle {
  readonly box: Box;
  /** Whether it is the frame around others. */
  readonly isFrame: boolean;
}

/** An arrow in its place. */
export interface PlacedArrow {
  readonly arrow: Arrow;
  /** From its start over its bends to its end. */
  readonly points: readonly Point[];
  /** Where its label stands. @default - it has none */
  readonly label?: Rectangle;
}

/** A picture with everything in its place. */
export interface Layout {
  readonly picture: Picture;
  readonly width: number;
  readonly height: number;
  /** Frames before what stands in them. */
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
}

/** @see https://eclipse.dev/elk/reference/options.html */
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.padding': '[top=8,left=8,bottom=8,right=8]',
  'elk.spacing.nodeNode': '18',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.edgeLabel': '4',
  'elk.spacing.componentComponent': '28',
  'elk.layered.spacing.nodeNodeBetweenLayers': '24',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.edgeLabels.sideSelection': 'ALWAYS_UP',
};

/**
 * Puts everything in its place, without overlap.
 *
 * @throws Error if an arrow begins or ends at no box
 */
export async function layOut(picture: Picture): Promise<Layout> {
  const ids = new Set(picture.boxes.map(({ id }) => id));
  const lost = picture.arrows.find(({ from, to }) => !ids.has(from) || !ids.has(to));
  if (lost) throw new Error(`an arrow from "${lost.from}" to "${lost.to}" has an end that is no box`);
  // It is large, and every command would load it.
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
  const elk = new Elk();
  const parts: Layout[] = [];
  for (const part of partsOf(picture)) parts.push(await layOutPart(elk, part));
  return shelved(picture, parts);
}

/** Lays out what hangs together. */
async function layOutPart(elk: ELK, part: Picture): Promise<Layout> {
  const ids = new Set(part.boxes.map(({ id }) => id));
  const placed: ElkNode = await elk.layout({
    id: 'root',
    layoutOptions: OPTIONS,
    children: childrenOf(undefined, part.boxes, ids),
    edges: part.arrows.map(toEdge),
  });
  const boxesById = new Map(part.boxes.map((box) => [box.id, box]));
  const edges = new Map((placed.edges ?? []).map((edge) => [edge.id, edge]));
  return {
    picture: part,
    width: Math.ceil(placed.width ?? 0),
    height: Math.ceil(placed.height ?? 0),
    boxes: flatten(placed.children ?? []).map((node) => ({
      box: boxesById.get(node.id)!,
      isFrame: (node.children ?? []).length > 0,
      ...rectangleOf(node),
    })),
    arrows: part.arrows.map((arrow, index) => toArrow(arrow, edges.get(`arrow${index}`)!)),
  };
}

/** What hangs together by arrows and frames, each for itself: it is laid out best alone. */
function partsOf(picture: Picture): Picture[] {
  const partOf = new Map(picture.boxes.map(({ id }) => [id, id]));
  const find = (id: string): string => (partOf.get(id) === id ? id : find(partOf.get(id)!));
  const join = (a: string, b: string) => void (partOf.has(b) && partOf.set(find(b), find(a)));
  for (const { id, parent } of picture.boxes) if (parent !== undefined) join(id, parent);
  for (const { from, to } of picture.arrows) join(from, to);
  const parts = [...new Set(picture.boxes.map(({ id }) => find(id)))];
  return parts.map((part) => ({
    ...picture,
    boxes: picture.boxes.filter(({ id }) => find(id) === part),
    arrows: picture.arrows.filter(({ from }) => find(from) === part),
  }));
}

/** The parts side by side where the widest leaves room, else below each other. */
function shelved(picture: Picture, parts: readonly Layout[]): Layout {
  const widest = Math.max(0, ...parts.map(({ width }) => width));
  let [x, y, height] = [0, 0, 0];
  const moved = parts.map((part) => {
    if (x + part.width > widest) [x, y, height] = [0, y + height, 0];
    const result = shifted(part, { x, y });
    [x, height] = [x + part.width, Math.max(height, part.height)];
    return result;
  });
  return {
    picture,
    width: widest,
    height: y + height,
    boxes: moved.flatMap(({ boxes }) => boxes),
    arrows: moved.flatMap(({ arrows }) => arrows),
  };
}

function shifted({ boxes, arrows, ...rest }: Layout, by: Point): Layout {
  const move = <At extends Point>(at: At): At => ({ ...at, x: round(at.x + by.x), y: round(at.y + by.y) });
  return {
    ...rest,
    boxes: boxes.map(move),
    arrows: arrows.map(({ arrow, points, label }) => ({
      arrow,
      points: points.map(move),
      ...(label && { label: move(label) }),
    })),
  };
}

function childrenOf(parent: string | undefined, boxes: readonly Box[], ids: ReadonlySet<string>): ElkNode[] {
  return boxes
    .filter((box) => (box.parent !== undefined && ids.has(box.parent) ? box.parent : undefined) === parent)
    .map((box) => {
      const { width, height } = sizeOf(box);
      const children = childrenOf(box.id, boxes, ids);
      if (children.length === 0) return { id: box.id, width, height };
      return {
        id: box.id,
        children,
        layoutOptions: {
          'elk.padding': `[top=${height + 8},left=14,bottom=14,right=14]`,
          'elk.nodeSize.constraints': 'MINIMUM_SIZE',
          'elk.nodeSize.minimum': `(${width},${height})`,
        },
      };
    });
}

function toEdge({ from, to, label }: Arrow, index: number): ElkExtendedEdge {
  return {
    id: `arrow${index}`,
    sources: [from],
    targets: [to],
    ...(label && { labels: [{ text: label, width: widthOf(label, TEXT.small) + 6, height: TEXT.line }] }),
  };
}

function toArrow(arrow: Arrow, { sections = [], labels = [] }: ElkExtendedEdge): PlacedArrow {
  const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]);
  return {
    arrow,
    points: straightened(points.map(({ x, y }) => ({ x: round(x), y: round(y) }))),
    ...(labels[0] && { label: rectangleOf(labels[0]) }),
  };
}

/** Without the half pixel by which a line is off where it crosses a frame, and without bends that are none. */
function straightened(points: readonly Point[]): Point[] {
  const result: Point[] = [];
  for (const point of points) {
    const last = result.at(-1);
    if (last === undefined) result.push(point);
    else if (Math.abs(point.y - last.y) < 1) result.push({ x: point.x, y: last.y });
    else if (Math.abs(point.x - last.x) < 1) result.push({ x: last.x, y: point.y });
    else result.push(point);
  }
  return result.filter((point, index) => {
    const [before, after] = [result[index - 1], result[index + 1]];
    if (before === undefined || after === undefined) return true;
    return !((before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y));
  });
}

function flatten(nodes: readonly ElkNode[]): ElkNode[] {
  return nodes.flatMap((node) => [node, ...flatten(node.children ?? [])]);
}

function rectangleOf({ x = 0, y = 0, width = 0, height = 0 }: Partial<Rectangle>): Rectangle {
  return { x: round(x), y: round(y), width: round(width), height: round(height) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
