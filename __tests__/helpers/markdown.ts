import GithubSlugger from 'github-slugger';
import { Marked, type Token, type Tokens } from 'marked';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');

/** The pages of the project, by their paths from its root. */
export const PAGE_FILES = [
  ...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
  ...['docs', 'examples', 'imports'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}/${file.replaceAll(path.sep, '/')}`),
  ),
].toSorted();

/** A page of Markdown, to ask what it says. */
export class Page {
  private readonly tokens: readonly Token[];

  /** Reads a page of the project. */
  public static ofFile(file: string): Page {
    return new Page(readFileSync(path.join(ROOT, file), 'utf8'));
  }

  public constructor(text: string) {
    const tokens: Token[] = [];
    const marked = new Marked();
    void marked.walkTokens(marked.lexer(text), (token) => void tokens.push(token));
    this.tokens = tokens;
  }

  /** Where its links and pictures lead to. */
  public links(): string[] {
    return this.tokens.flatMap((token) =>
      token.type === 'link' || token.type === 'image' ? [(token as Tokens.Link | Tokens.Image).href] : [],
    );
  }

  /** The anchors that a link may name. */
  public anchors(): string[] {
    const slugger = new GithubSlugger();
    return this.tokens.flatMap((token) =>
      token.type === 'heading' ? [slugger.slug((token as Tokens.Heading).text)] : [],
    );
  }

  /** What stands between backquotes within its text. */
  public codes(): string[] {
    return this.tokens.flatMap((token) => (token.type === 'codespan' ? [(token as Tokens.Codespan).text] : []));
  }

  /** The code blocks of a language, in their order. */
  public blocks(language: string): string[] {
    return this.tokens.flatMap((token) =>
      token.type === 'code' && (token as Tokens.Code).lang === language ? [(token as Tokens.Code).text] : [],
    );
  }

  /** The languages of its code blocks. */
  public languages(): string[] {
    return this.tokens.flatMap((token) => (token.type === 'code' ? [(token as Tokens.Code).lang ?? ''] : []));
  }
}
