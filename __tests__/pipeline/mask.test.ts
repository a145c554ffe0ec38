import { Masker } from '../../pipeline';
import { PLANTED_TOKEN } from '../fixtures/pipeline/secrets';

describe('Masker', () => {
  test.each([
    ['a JSON Web Token', `token=${PLANTED_TOKEN}`, 'token=***'],
    ['a bearer header', 'authorization: bearer abc.def', 'authorization: bearer ***'],
    ['an access token in JSON', '{"accessToken": "abc\\"def", "x": 1}', '{"accessToken": "***", "x": 1}'],
    ['a field of the OAuth protocol', '{"access_token":"abc"}', '{"access_token":"***"}'],
    ['a client secret', '"clientSecret": "abc"', '"clientSecret": "***"'],
    ['a connection string', 'EndpointSuffix=x;AccountKey=abc==;', 'EndpointSuffix=x;AccountKey=***;'],
    ['a shared access signature', 'https://x/?sv=1&sig=abc%3D&se=2', 'https://x/?sv=1&sig=***&se=2'],
    ['a key of a kubeconfig', '    client-key-data: LS0tLS1CRUdJTg==', '    client-key-data: ***'],
    ['a key of storage', `key ${'aB3+'.repeat(21)}aB== end`, 'key *** end'],
    ['a key of Azure OpenAI', `key ${'aB3d'.repeat(21)} end`, 'key *** end'],
    ['an older key', `key ${'0123456789abcdef'.repeat(2)} end`, 'key *** end'],
  ])('knows %s by its looks', (_, text, masked) => {
    expect(new Masker().mask(text)).toBe(masked);
  });

  test.each([
    '33333333-3333-4333-8333-333333333333',
    '/subscriptions/33333333-3333-4333-8333-333333333333/resourceGroups/rg-secureai-dev-k0rl6',
    'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    'https://oai-secureai-dev-k0rl6.openai.azure.com/',
  ])('leaves %s alone', (text) => {
    expect(new Masker().mask(text)).toBe(text);
  });

  test('masks what was registered, its lines and its base64 form', () => {
    // GIVEN
    const masker = new Masker();

    // WHEN
    masker.register('first-secret\nsecond-secret');

    // THEN
    const base64 = Buffer.from('second-secret').toString('base64');
    expect(masker.mask(`a first-secret b second-secret c ${base64}`)).toBe('a *** b *** c ***');
  });

  test('masks the longer of two values first, so that no end of it is left', () => {
    // GIVEN
    const masker = new Masker();
    masker.register('secret');
    masker.register('secret-and-more');

    // THEN
    expect(masker.mask('secret-and-more')).toBe('***');
  });

  test('does not register what would mask half of every text', () => {
    // GIVEN
    const masker = new Masker();
    masker.register('a');
    masker.register('');

    // THEN
    expect(masker.mask('a banana')).toBe('a banana');
  });
});
