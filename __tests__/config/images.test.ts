import { IMAGES, IMAGE_NAMES, imageProblem, imageReference, resolveImage } from '../../config/images';
import { parsed, problemsOf, withValue } from '../helpers/environment';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

describe('the table of images', () => {
  test('holds the store at one release', () => {
    const store = Object.values(IMAGES).filter(({ repository }) => repository.startsWith('azure-samples/'));

    expect(store).toHaveLength(8);
    expect(new Set(store.map(({ tag }) => tag))).toEqual(new Set(['2.2.0']));
  });

  test.each(IMAGE_NAMES)('pins %s', (name) => {
    expect(imageProblem(imageReference(IMAGES[name]))).toBeUndefined();
  });
});

describe('resolveImage', () => {
  test.each([
    ['by itself', {}, undefined, 'ghcr.io/azure-samples/aks-store-demo/store-front:2.2.0'],
    ['with a tag', { tag: '2.2.1' }, undefined, 'ghcr.io/azure-samples/aks-store-demo/store-front:2.2.1'],
    ['from a mirror of all', {}, 'acr.example.com', 'acr.example.com/azure-samples/aks-store-demo/store-front:2.2.0'],
    [
      'from a registry of its own before that mirror',
      { registry: 'own.example.com' },
      'acr.example.com',
      'own.example.com/azure-samples/aks-store-demo/store-front:2.2.0',
    ],
    [
      'by its digest, which wins over the tag',
      { tag: '2.2.1', digest: DIGEST },
      undefined,
      `ghcr.io/azure-samples/aks-store-demo/store-front@${DIGEST}`,
    ],
  ])('names an image %s', (_how, override, registry, expected) => {
    expect(resolveImage('store-front', override, registry)).toBe(expected);
  });

  test('leaves Docker Hub unnamed, as upstream does', () => {
    expect(resolveImage('rabbitmq')).toBe('rabbitmq:4.3.2-management-alpine');
  });
});

describe('imageProblem', () => {
  test.each(['nginx:1.29.1', 'localhost:5000/a/b:v1', `ghcr.io/a/b@${DIGEST}`, `ghcr.io/a/b:latest@${DIGEST}`])(
    'takes %s',
    (reference) => {
      expect(imageProblem(reference)).toBeUndefined();
    },
  );

  test.each([
    [
      'nginx:latest',
      /^must not be latest, which changes under a running cluster: name the tag of a release, or a digest/,
    ],
    ['nginx', /^must be pinned, without a tag it is latest: name the tag/],
    ['localhost:5000/a/b', /^must be pinned/],
    ['ghcr.io/a/b@sha256:1234', /^must be "sha256:" and 64 hexadecimal digits/],
    ['ghcr.io/A/b:1', /^must be the reference of an image/],
    ['', /^must be the reference of an image/],
  ])('refuses "%s"', (reference, message) => {
    expect(imageProblem(reference)).toMatch(message);
  });
});

describe('images of an environment', () => {
  test('go to every workload that has one of the table', () => {
    const { images, chatbots } = parsed({
      images: { registry: 'acr.example.com', chatbot: { digest: DIGEST } },
      openAi: { deployments: [{ name: 'gpt-5.1' }] },
      chatbots: [{ name: 'chat', deployment: 'gpt-5.1' }],
    });

    for (const reference of Object.values(images)) expect(reference).toMatch(/^acr\.example\.com\//);
    expect(chatbots[0]!.image).toBe(`acr.example.com/jsburckhardt/gradio-aks/chatbot@${DIGEST}`);
  });

  test('of ai-service has the tag that aiService names, unless it has a digest', () => {
    expect(parsed({ aiService: { imageTag: '2.3.0' } }).images['ai-service']).toMatch(/ai-service:2\.3\.0$/);
    expect(parsed({ images: { 'ai-service': { digest: DIGEST } } }).images['ai-service']).toMatch(/ai-service@sha256:/);
  });

  test.each([
    ['images.store-front.tag', 'latest', /^images\.store-front\.tag: must not be latest.*\(got "latest"\)$/],
    ['images.rabbitmq.digest', 'abc', /^images\.rabbitmq\.digest: must be "sha256:"/],
    ['images.registry', 'https://acr.example.com', /^images\.registry: must be a host name/],
    ['images.ai-service.tag', '2.1.0', /^images\.ai-service\.tag: is not a known property/],
    ['images.store-back.tag', '1', /^images\.store-back: is not a known property/],
  ])('are refused: %s "%s"', (path, value, message) => {
    expect(problemsOf(withValue(path, value))).toEqual([expect.stringMatching(message)]);
  });
});
