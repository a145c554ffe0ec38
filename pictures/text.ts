/** Sizes of text, in pixels. */
export const TEXT = { size: 13, small: 12, line: 17 } as const;

/** Fonts whose characters are as wide as the table below says, on every system one. */
export const FONTS = "Arial,'Liberation Sans',Helvetica,sans-serif";

/** How wide characters are, in parts of the size of the font. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl|']/, 0.222],
  [/[\s.,:;!/\\[\]ftI]/, 0.278],
  [/[r()`"*-]/, 0.35],
  [/[cksvxyzJ]/, 0.5],
  [/[mwM]/, 0.833],
  [/[W@%…→—]/, 1],
  [/[a-z0-9_?#$L–×+=<>{}~^]/, 0.57],
  [/[A-Z&]/, 0.73],
];

/** As wide as a letter of Chinese, or an emoji. */
const WIDEST = 1.1;

/** Bold is wider by so much. */
const BOLD = 1.07;

/** How wide a text is, in pixels. A picture says it beside the text, so that a wider font is set as narrow. */
export function widthOf(text: string, size: number, isBold = false): number {
  const width = Array.from(text).reduce((sum, character) => sum + characterWidth(character), 0);
  return Math.ceil(width * size * (isBold ? BOLD : 1));
}

function characterWidth(character: string): number {
  return WIDTHS.find(([pattern]) => pattern.test(character))?.[1] ?? WIDEST;
}
