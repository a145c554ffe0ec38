import { referenceOf, type ApiItem } from '../../package/reference';

const tokens = (...texts: string[]) => texts.map((text) => ({ text }));

const PROPS: ApiItem = {
  kind: 'Interface',
  name: 'RoomProps',
  docComment: '/**\n * Properties of {@link Room}.\n */\n',
  excerptTokens: tokens('export interface RoomProps '),
  members: [
    {
      kind: 'PropertySignature',
      name: 'doors',
      docComment: '/**\n * How many there are.  @default 1\n */\n',
      excerptTokens: tokens('readonly doors?: ', 'number', ';'),
      isOptional: true,
      propertyTypeTokenRange: { startIndex: 1, endIndex: 2 },
    },
    {
      kind: 'PropertySignature',
      name: 'key',
      docComment: '/**\n * What opens\n * them.\n */\n',
      excerptTokens: tokens('readonly key: ', "'steel' | ", 'Card', ';'),
      isOptional: false,
      propertyTypeTokenRange: { startIndex: 1, endIndex: 3 },
    },
  ],
};
const ROOM: ApiItem = {
  kind: 'Class',
  name: 'Room',
  docComment:
    "/**\n * A place.\n *\n * @throws\n *\n * Error if it has no door\n *\n * @example\n *\n * import { Room } from './constructs';\n * import { App } from '@scope/app';\n *\n * @see\n *\n * https://example.com/rooms\n */\n",
  excerptTokens: tokens('export declare class Room extends ', 'Construct', ' implements ', 'IRoom '),
  members: [
    { kind: 'Constructor', excerptTokens: tokens('constructor(scope: ', 'Construct', ');') },
    {
      kind: 'Method',
      name: 'open',
      docComment: '/**\n * Opens it.\n *\n * @param door - which one\n */\n',
      excerptTokens: tokens('open(door: ', 'number', '): ', 'void', ';'),
    },
  ],
};

test('a page tells what each declaration is for, with its example and its members', () => {
  expect(referenceOf('constructs', { members: [{ members: [PROPS, ROOM] }] })).toBe(`# secure-aks-openai/constructs

<!-- Written by "npm run docs" from the comments of the sources. -->

## Classes

### Room

A place.

It extends \`Construct\` and implements \`IRoom\`.

Throws Error if it has no door.

See https://example.com/rooms

\`\`\`ts
import { Room } from 'secure-aks-openai/constructs';
import { App } from '@scope/app';
\`\`\`

| method | what it does |
| --- | --- |
| \`open(door: number): void\` | Opens it. \`door\`: which one |

## Interfaces

### RoomProps

Properties of \`Room\`.

| property | type | what it is | default |
| --- | --- | --- | --- |
| \`doors\` | \`number\` | How many there are. | 1 |
| \`key\` | \`'steel' \\| Card\` | What opens them. | none: it is needed |
`);
});
