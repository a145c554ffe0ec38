import { abbreviated, sharedEnding } from './abbreviate';
import type { Artefacts } from './artefacts';
import { azurePicture } from './azure';
import { bundled } from './bundle';
import { clusterPicture } from './cluster';
import { layOut, type Layout } from './layout';
import { toMermaid } from './mermaid';
import type { Box, Picture } from './picture';
import { requestPicture } from './request';
import { toSvg } from './svg';
import { tokenPicture } from './token';

/** A picture in each of its forms. */
export interface Drawn {
  /** Its name as a file, for example `azure`. */
  readonly id: string;
  readonly picture: Picture;
  readonly layout: Layout;
  readonly svg: string;
  readonly mermaid: string;
}

/** What the pictures show, in the order in which they are looked at. */
export function picturesOf(artefacts: Artefacts): Picture[] {
  const ending = sharedEnding(artefacts);
  return [azurePicture, clusterPicture, requestPicture, tokenPicture].map((picture) =>
    abbreviated(bundled(orNothing(picture(artefacts))), ending),
  );
}

/** What an empty picture says. */
function orNothing(picture: Picture): Picture {
  if (picture.boxes.length > 0) return picture;
  const nothing: Box = {
    id: 'nothing',
    kind: 'other',
    what: 'nothing to draw',
    rows: [],
    lines: [],
    doors: [],
    of: [],
  };
  return { ...picture, boxes: [nothing] };
}

/** Draws both artefacts of an environment. The same artefacts give the same pictures. */
export async function draw(artefacts: Artefacts): Promise<Drawn[]> {
  const drawn: Drawn[] = [];
  for (const picture of picturesOf(artefacts)) {
    const layout = await layOut(picture);
    drawn.push({ id: picture.id, picture, layout, svg: toSvg(layout), mermaid: toMermaid(picture) });
  }
  return drawn;
}
