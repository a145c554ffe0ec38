import { FONTS } from './text';
import type { ArrowKind, BoxKind, DoorState } from './picture';

/** The colours of a theme, by what they are for. */
interface Theme {
  readonly page: string;
  readonly text: string;
  readonly quiet: string;
  readonly frame: string;
  readonly kinds: Readonly<Record<BoxKind, { readonly line: string; readonly fill: string }>>;
  readonly arrows: Readonly<Record<ArrowKind, string>>;
  readonly doors: Readonly<Record<DoorState, string>>;
}

/** Dark text on light grounds and the other way round: every text has a contrast of at least 4.5 to 1 to what it stands on. */
export const THEMES: Readonly<Record<'light' | 'dark', Theme>> = {
  light: {
    page: '#ffffff',
    text: '#1f2328',
    quiet: '#57606a',
    frame: '#f6f8fa',
    kinds: {
      outside: { line: '#6e7781', fill: '#f6f8fa' },
      network: { line: '#0969da', fill: '#eaf3ff' },
      compute: { line: '#1b7c83', fill: '#e6f6f6' },
      identity: { line: '#8250df', fill: '#f5f0ff' },
      model: { line: '#1a7f37', fill: '#e9f9ed' },
      other: { line: '#8c959f', fill: '#f6f8fa' },
    },
    arrows: { connection: '#0969da', right: '#bf3989', token: '#8250df', closed: '#cf222e' },
    doors: { closed: '#116329', limited: '#7d4e00', open: '#a40e26' },
  },
  dark: {
    page: '#0d1117',
    text: '#e6edf3',
    quiet: '#9ea7b3',
    frame: '#12171e',
    kinds: {
      outside: { line: '#8b949e', fill: '#161b22' },
      network: { line: '#58a6ff', fill: '#0f1f38' },
      compute: { line: '#56d4dd', fill: '#0c2529' },
      identity: { line: '#bc8cff', fill: '#211a35' },
      model: { line: '#56d364', fill: '#0e2718' },
      other: { line: '#8b949e', fill: '#161b22' },
    },
    arrows: { connection: '#58a6ff', right: '#f778ba', token: '#bc8cff', closed: '#ff7b72' },
    doors: { closed: '#56d364', limited: '#e3b341', open: '#ff938a' },
  },
};

/** What the kinds are called in the legend. */
export const LEGEND = {
  boxes: {
    outside: 'outside',
    network: 'network',
    compute: 'cluster',
    identity: 'identity',
    model: 'model',
    other: 'other',
  } satisfies Record<BoxKind, string>,
  arrows: {
    connection: 'allowed connection',
    right: 'may',
    token: 'token',
    closed: 'denied',
  } satisfies Record<ArrowKind, string>,
  doors: { closed: 'closed', limited: 'for some', open: 'open to anybody' } satisfies Record<DoorState, string>,
};

/** The style of every picture: one for all, so that several can stand in one page. */
export function pictureStyle(): string {
  return [
    `.picture{font-family:${FONTS}}`,
    '.picture .what,.picture .note,.picture .line,.picture .label,.picture .legend{font-size:12px}',
    '.picture .name{font-size:13px;font-weight:600}',
    '.picture .door{font-size:12px;font-weight:500}',
    '.picture .box,.picture .frame{stroke-width:1.2}',
    '.picture .arrow{fill:none;stroke-width:1.6;stroke-linejoin:round}',
    '.picture .right{stroke-dasharray:7 3}.picture .closed-way{stroke-dasharray:2 4}',
    '.picture .sign{fill:none;stroke-width:1.6;stroke-linecap:round}',
    colours('light'),
    `@media (prefers-color-scheme:dark){${colours('dark')}}`,
  ].join('');
}

function colours(name: keyof typeof THEMES): string {
  const { page, text, quiet, frame, kinds, arrows, doors } = THEMES[name];
  return [
    `.picture .page{fill:${page}}`,
    `.picture text{fill:${text}}`,
    `.picture .what,.picture .note,.picture .label{fill:${quiet}}`,
    `.picture .frame{fill:${frame}}`,
    ...Object.entries(kinds).map(
      ([kind, { line, fill }]) => `.picture .${kind}{stroke:${line}}.picture .box.${kind}{fill:${fill}}`,
    ),
    ...Object.entries(arrows).map(
      ([kind, line]) => `.picture .${kind}-arrow{stroke:${line}}.picture .${kind}-head{fill:${line}}`,
    ),
    ...Object.entries(doors).map(
      ([state, line]) => `.picture .door.${state}{fill:${line}}.picture .sign.${state}{stroke:${line}}`,
    ),
  ].join('');
}
