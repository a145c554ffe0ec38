import { isRandom } from '../../policy/entropy';

const RANDOM = 'q7Zt1LwP0xVb9RkE3sNf8YhG';

test.each([
  RANDOM,
  `x: ${RANDOM}`,
  `by ssh-agent ${RANDOM}`,
  `${RANDOM}q/+==`,
  `${RANDOM}2dJm5UcA6oTiH4gSyBvKzWeXrQaDlFnCjMpIuO`,
])('%s looks random', (text) => {
  expect(isRandom(text)).toBe(true);
});

test.each([
  ['too short', RANDOM.slice(1)],
  ['no capital letter', RANDOM.toLowerCase()],
  ['no small letter', RANDOM.toUpperCase()],
  ['one digit', 'qgZthLwPuxVb2RkEjsNfmYhI'],
  ['few letters, often', 'aB1aB1aB1aB1aB1aB1aB1aB1aB1'],
  ['words', 'MicrosoftContainerInsights2026GroupDefault0'],
  ['a digest', `sha256:${'0a1b2c3d'.repeat(8)}`],
  ['a path', `/subscriptions/${RANDOM}`],
  ['an address', `https://example.com/${RANDOM}`],
  ['a public key', `ssh-rsa ${RANDOM}`],
  ['a certificate', `-----BEGIN CERTIFICATE-----\n${RANDOM}`],
  ['nothing', ''],
])('%s does not: %s', (_, text) => {
  expect(isRandom(text)).toBe(false);
});
