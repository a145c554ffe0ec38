/** What a box stands for; each has a colour of its own in the legend. */
export type BoxKind = 'outside' | 'network' | 'compute' | 'identity' | 'model' | 'other';

/** Whether something lets anybody in: nobody, whom it names, or everybody. */
export type DoorState = 'closed' | 'limited' | 'open';

/** A way in, and how far it is open. */
export interface Door {
  readonly state: DoorState;
  /** A few words, for example `keys off`. */
  readonly text: string;
}

/** One of the things that a box stands for: several that are alike share a box. */
export interface Row {
  readonly name: string;
  /** What tells it from the others, in a few words. @default - the name says it */
  readonly note?: string;
}

/** A box, or the frame around others. */
export interface Box {
  /** Unique within the picture. */
  readonly id: string;
  readonly kind: BoxKind;
  /** The frame that it stands in. @default - none */
  readonly parent?: string;
  /** What it is, for example `AKS cluster`. */
  readonly what: string;
  readonly rows: readonly Row[];
  /** What is worth knowing of it. */
  readonly lines: readonly string[];
  readonly doors: readonly Door[];
  /** What of the artefacts it shows: Terraform addresses and `<kind> <namespace>/<name>`. */
  readonly of: readonly string[];
}

/** What goes along an arrow: a connection, a right, or a token. One that is closed goes nowhere. */
export type ArrowKind = 'connection' | 'right' | 'token' | 'closed';

/** An arrow between two boxes. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly kind: ArrowKind;
  /** A few words. @default - the two ends say it */
  readonly label?: string;
  /** What of the artefacts it shows, as for a box. */
  readonly of: readonly string[];
}

/** A picture before it is laid out. */
export interface Picture {
  /** Its name as a file, for example `azure`. */
  readonly id: string;
  readonly title: string;
  /** What it shows, in one sentence. */
  readonly description: string;
  /** What `…` stands for at the end of names. @default - every name is written out */
  readonly ending?: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** What may be left out where a box is added. */
type Draft = Partial<Box> &
  Pick<Box, 'id' | 'kind' | 'what'> & { readonly name?: string; readonly note?: string | undefined };

/** Collects boxes and arrows, each once. */
export class Drawing {
  private readonly boxesById = new Map<string, Box>();
  private readonly arrowsByKey = new Map<string, Arrow>();

  /** Adds a box. Added again, it keeps what it says and shows more of the artefacts. */
  public box({ name, note, ...draft }: Draft): string {
    const before = this.boxesById.get(draft.id);
    const rows = draft.rows ?? (name === undefined ? [] : [{ name, ...(note !== undefined && { note }) }]);
    const of = [...new Set([...(before?.of ?? []), ...(draft.of ?? [])])];
    this.boxesById.set(draft.id, before ? { ...before, of } : { lines: [], doors: [], ...draft, rows, of });
    return draft.id;
  }

  /** Adds an arrow. Added again, it shows more of the artefacts. */
  public arrow(arrow: Arrow): void {
    const key = JSON.stringify([arrow.from, arrow.to, arrow.kind, arrow.label]);
    const before = this.arrowsByKey.get(key);
    this.arrowsByKey.set(key, { ...arrow, of: [...new Set([...(before?.of ?? []), ...arrow.of])] });
  }

  public has(id: string): boolean {
    return this.boxesById.has(id);
  }

  public picture(head: Pick<Picture, 'id' | 'title' | 'description'>): Picture {
    return { ...head, boxes: [...this.boxesById.values()], arrows: [...this.arrowsByKey.values()] };
  }
}
