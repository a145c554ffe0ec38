import { escapeMarkup } from '../../pictures/escape';
import { layOut } from '../../pictures/layout';
import { toMermaid } from '../../pictures/mermaid';
import type { Arrow, ArrowKind, Box, Picture } from '../../pictures/picture';
import { LEGEND, pictureStyle, THEMES } from '../../pictures/style';
import { toSvg } from '../../pictures/svg';
import { widthOf } from '../../pictures/text';

const EVIL = `<script>alert("1")</script> & 'quoted' ]}| #quot; --> x`;

const evil: Picture = {
  id: 'evil',
  title: EVIL,
  description: EVIL,
  ending: EVIL,
  boxes: [
    {
      id: EVIL,
      kind: 'network',
      what: EVIL,
      rows: [{ name: EVIL, note: EVIL }],
      lines: [EVIL],
      doors: [{ state: 'open', text: EVIL }],
      of: [],
    },
    {
      id: 'in',
      parent: EVIL,
      kind: 'model',
      what: 'in',
      rows: [],
      lines: [],
      doors: [{ state: 'closed', text: 'shut' }],
      of: [],
    },
    {
      id: 'out',
      kind: 'outside',
      what: 'out',
      rows: [],
      lines: [],
      doors: [{ state: 'limited', text: 'some' }],
      of: [],
    },
  ],
  arrows: (['connection', 'right', 'token', 'closed'] as const).map((kind): Arrow => ({
    from: 'out',
    to: 'in',
    kind,
    label: EVIL,
    of: [],
  })),
};

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

describe('SVG', () => {
  let svg: string;
  beforeAll(async () => {
    svg = toSvg(await layOut(evil));
  });

  test('escapes every value', () => {
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain(EVIL);
    // Title, description, three words and a line and a door of the box, four labels, and the legend.
    expect(svg.split(escapeMarkup(EVIL)).length - 1).toBe(12);
  });

  test('says what it is to whoever does not see it, and loads nothing', () => {
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^>]*role="img" aria-labelledby="evil-title evil-description">/,
    );
    expect(svg).toMatch(/<title id="evil-title">[^<]+<\/title>\n<desc id="evil-description">[^<]+<\/desc>/);
    expect(svg.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import|href/);
  });

  test('has one legend, with what is in the picture and nothing else', () => {
    const [, legend = ''] = svg.split('<g class="legend">');
    const words = [...legend.matchAll(/>([^<]+)<\/text>/g)].map(([, word]) => word);

    expect(words).toEqual([
      'outside',
      'network',
      'model',
      'allowed connection',
      'may',
      'token',
      'denied',
      'closed',
      'for some',
      'open to anybody',
      '…',
      escapeMarkup(EVIL),
    ]);
  });

  test('holds each text to the width that was reckoned for it', () => {
    for (const [text] of svg.matchAll(/<text class="(?:what|name|note|line|door|label)[^>]*>/g)) {
      expect(text).toMatch(/ textLength="\d+" lengthAdjust="spacingAndGlyphs"/);
    }
    expect(widthOf('wide', 12, true)).toBeGreaterThan(widthOf('wide', 12));
    expect(widthOf('漢字', 12)).toBeGreaterThan(widthOf('ab', 12));
  });

  test('leaves its style to the page around it where it is told so', async () => {
    expect(toSvg(await layOut(evil), '')).not.toContain('<style>');
  });
});

describe('the colours', () => {
  test.each(['light', 'dark'] as const)('of the %s theme are told apart', (name) => {
    const { page, text, quiet, frame, kinds, arrows, doors } = THEMES[name];
    const grounds = [page, frame, ...Object.values(kinds).map(({ fill }) => fill)];

    for (const ground of grounds) {
      for (const colour of [text, quiet, ...Object.values(doors)])
        expect(contrast(colour, ground)).toBeGreaterThan(4.5);
    }
    for (const colour of [...Object.values(arrows), ...Object.values(kinds).map(({ line }) => line)]) {
      expect(contrast(colour, page)).toBeGreaterThan(3);
    }
  });

  test('follow what whoever looks prefers', () => {
    const [light, dark] = pictureStyle().split('@media (prefers-color-scheme:dark)');

    expect(light).toContain(THEMES.light.text);
    expect(dark).toContain(THEMES.dark.text);
    expect(dark).not.toContain(THEMES.light.text);
  });
});

describe('Mermaid', () => {
  test('escapes every value, so that no value ends a label or begins a tag', () => {
    const text = toMermaid(evil);
    const written = text
      .split('\n')
      .filter((line) => !/^ {2}acc/.test(line))
      .join('\n')
      .replaceAll(/<br>|<\/?b>/g, '');

    expect(written).not.toMatch(/<|'?alert\("/);
    expect(text).toContain('#60;script#62;alert#40;#34;1#34;#41;');
    for (const line of written.split('\n')) expect((line.match(/"/g) ?? []).length % 2).toBe(0);
  });

  test('has every box, frame and arrow of the picture, closed ones with a cross', () => {
    const lines = toMermaid(evil)
      .split('\n')
      .map((line) => line.trim());

    expect(lines[0]).toBe('flowchart LR');
    expect(lines.filter((line) => line.startsWith('subgraph '))).toHaveLength(1);
    expect(lines.filter((line) => /^b\d+\["/.test(line))).toHaveLength(2);
    // What is told of a frame has a box in it, since Mermaid has room for one line above.
    expect(lines.filter((line) => line.startsWith('b0-more["'))).toHaveLength(1);
    expect(lines).toContain('b1["in<br>closed: shut"]');
    expect(lines.filter((line) => line.startsWith('ending["… stands for '))).toHaveLength(1);
    const arrows: Record<ArrowKind, string> = { connection: '-->', right: '-.->', token: '==>', closed: '-.-x' };
    expect(Object.keys(arrows)).toEqual(Object.keys(LEGEND.arrows));
    for (const sign of Object.values(arrows)) {
      expect(lines.filter((line) => line.startsWith(`b2 ${sign}|"`) && line.endsWith('| b1'))).toHaveLength(1);
    }
  });

  test('names what a picture is in one line each', () => {
    const broken: Picture = { ...evil, title: 'two\nlines' };

    expect(toMermaid(broken)).toContain('\n  accTitle: two lines\n');
  });
});

test('a character that no markup can hold is replaced', () => {
  expect(escapeMarkup('a\u0000b\u001Bc\nd')).toBe('a\uFFFDb\uFFFDc\nd');
});

test('a box without text of its own is still a box', async () => {
  const bare: Box = { id: 'bare', kind: 'other', what: '', rows: [], lines: [], doors: [], of: [] };

  expect(toSvg(await layOut({ ...evil, boxes: [bare], arrows: [] }))).toContain('<g><rect class="box other"');
});
