import { pictureStyle, THEMES } from '../style';

/** The style of the page, in the colours of its pictures. */
export function pageStyle(): string {
  const { light, dark } = THEMES;
  const colours = ({ page, text, quiet, frame, doors, kinds }: typeof light) =>
    `--page:${page};--text:${text};--quiet:${quiet};--ground:${frame};--line:${kinds.other.line};--link:${kinds.network.line};--closed:${doors.closed};--limited:${doors.limited};--open:${doors.open}`;
  return [
    `:root{color-scheme:light dark;${colours(light)}}`,
    `@media (prefers-color-scheme:dark){:root{${colours(dark)}}}`,
    '*{box-sizing:border-box}',
    'body{margin:0;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,"Segoe UI",Roboto,Arial,sans-serif}',
    'a{color:var(--link)}',
    '.skip{position:absolute;left:-999rem}.skip:focus{left:.5rem;top:.5rem;padding:.5rem 1rem;background:var(--page);z-index:1}',
    'header,nav,main,footer{max-width:86rem;margin:0 auto;padding:0 1rem}',
    'header{padding-top:1.5rem}h1{margin:0;font-size:1.75rem;line-height:1.2}h2{margin:2.5rem 0 .5rem;padding-top:.5rem;border-top:1px solid var(--line)}h3{margin:1.5rem 0 .25rem}',
    'p{margin:.25rem 0 .75rem;max-width:48rem}',
    '.quiet{color:var(--quiet)}code{font-size:.875em;overflow-wrap:anywhere}',
    'nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:.75rem 0;padding:0;list-style:none}nav a{display:inline-block;padding:.25rem 0}',
    ':focus-visible{outline:3px solid var(--link);outline-offset:2px}',
    '.scroll{overflow-x:auto;margin:.5rem 0 1rem;border:1px solid var(--line);border-radius:.5rem}',
    '.scroll svg{display:block}@media (min-width:64rem){.scroll svg{max-width:100%;height:auto}}',
    'figure{margin:0}',
    'table{border-collapse:collapse;width:100%;font-size:.9375rem}caption{padding:.5rem .75rem;text-align:left;font-weight:600}',
    'th,td{padding:.375rem .75rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}thead th{background:var(--ground)}tbody th{font-weight:500}',
    'td,tbody th{overflow-wrap:anywhere;min-width:8rem}',
    'td code{display:inline-block;min-width:16rem}.prose{display:inline-block;min-width:14rem}',
    'summary{cursor:pointer;padding:.25rem 0}details li{margin:.125rem 0}',
    '.door{font-weight:600;white-space:nowrap}.door.closed{color:var(--closed)}.door.limited{color:var(--limited)}.door.open{color:var(--open)}',
    'footer{padding-top:2rem;padding-bottom:2rem}',
    pictureStyle(),
  ].join('\n');
}
