import { draw, picturesOf } from '../../pictures';
import { layOut } from '../../pictures/layout';
import type { Arrow, Box, Picture } from '../../pictures/picture';
import { toSvg } from '../../pictures/svg';
import { overlapsIn } from '../helpers/overlaps';
import { artefactsOf, contentOf } from '../helpers/pictured';

const box = (id: string, parent?: string): Box => ({
  id,
  kind: 'compute',
  ...(parent !== undefined && { parent }),
  what: 'box',
  rows: [{ name: id }],
  lines: [],
  doors: [],
  of: [],
});
const arrow = (from: string, to: string): Arrow => ({ from, to, kind: 'connection', label: 'a label', of: [] });
const picture = (boxes: Box[], arrows: Arrow[] = []): Picture => ({
  id: 'p',
  title: 't',
  description: 'd',
  boxes,
  arrows,
});

describe.each(['private', 'large'] as const)('the pictures of %s', (name) => {
  test('have nothing that lies on something else, and draw every box and arrow', async () => {
    const drawn = await draw(artefactsOf(contentOf(name)));

    expect(drawn.map(({ id }) => id)).toEqual(['azure', 'cluster', 'request', 'token']);
    for (const { layout, picture, svg } of drawn) {
      expect(overlapsIn(layout)).toEqual([]);
      expect(layout.boxes.map(({ box }) => box.id).toSorted()).toEqual(picture.boxes.map(({ id }) => id).toSorted());
      for (const { points } of layout.arrows) expect(points.length).toBeGreaterThan(1);
      expect(svg.match(/<g><rect /g)).toHaveLength(picture.boxes.length);
      // Each has a line and a head; so has each kind of arrow in the legend.
      const kinds = new Set(picture.arrows.map(({ kind }) => kind)).size;
      expect(svg.match(/<path class="arrow [^"]*" d="M[^M]*"/g) ?? []).toHaveLength(picture.arrows.length + kinds);
    }
  });
});

test('the same artefacts, in whatever order, give the same pictures', async () => {
  // GIVEN
  const { json, objects } = contentOf('private');
  const backwards = Object.fromEntries(Object.entries(json.resource!).toReversed());

  // WHEN
  const first = picturesOf(artefactsOf({ json, objects }));
  const second = picturesOf(artefactsOf({ json: { ...json, resource: backwards }, objects }));

  // THEN
  expect(second).toEqual(first);
  const [request] = first.filter(({ id }) => id === 'request');
  expect(toSvg(await layOut(request!))).toBe(toSvg(await layOut(request!)));
});

test('what lies on something else is found', async () => {
  // GIVEN
  const layout = await layOut(picture([box('frame'), box('a', 'frame'), box('b')], [arrow('a', 'b')]));
  expect(overlapsIn(layout)).toEqual([]);

  // WHEN
  const moved = layout.boxes.map((placed) => (placed.box.id === 'b' ? { ...placed, x: 0, y: 0 } : placed));
  const label = layout.boxes.find(({ box }) => box.id === 'a')!;
  const labelled = layout.arrows.map((each) => ({ ...each, label }));

  // THEN
  expect(overlapsIn({ ...layout, boxes: moved })).toContain('frame frame lies on box b');
  expect(overlapsIn({ ...layout, arrows: labelled })).toContain('label a label lies on box a');
});

test('an arrow that ends at no box is an error', async () => {
  await expect(layOut(picture([box('a')], [arrow('a', 'gone')]))).rejects.toThrow(
    'an arrow from "a" to "gone" has an end that is no box',
  );
});

test('what hangs together with nothing stands side by side, not below each other', async () => {
  const { boxes, width } = await layOut(
    picture([box('a'), box('a long way off'), box('x'), box('y')], [arrow('a', 'a long way off')]),
  );

  const [x, y] = ['x', 'y'].map((id) => boxes.find((each) => each.box.id === id)!);
  expect(x!.y).toBe(y!.y);
  expect(width).toBeLessThan(400);
});

test('an empty picture is a legend alone', async () => {
  expect(toSvg(await layOut(picture([])))).toMatch(/^<svg [^>]*role="img"/);
});
