import {
  digestProblem,
  imageProblem,
  isFromDockerHub,
  imageReference,
  registryProblem,
  tagProblem,
} from '../../model/images';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

describe('imageReference', () => {
  const parts = { registry: 'ghcr.io', repository: 'a/b', tag: '1' };

  test.each([
    ['by its tag', parts, 'ghcr.io/a/b:1'],
    ['by its digest, which wins', { ...parts, digest: DIGEST }, `ghcr.io/a/b@${DIGEST}`],
    ['without a registry, as Docker Hub has it', { repository: 'nginx', tag: '1' }, 'nginx:1'],
  ])('names an image %s', (_how, image, expected) => {
    expect(imageReference(image)).toBe(expected);
  });
});

describe('tagProblem', () => {
  test.each(['1', '2.2.0', 'v1_a-b.c', `a${'b'.repeat(127)}`])('takes %s', (tag) => {
    expect(tagProblem(tag)).toBeUndefined();
  });

  test.each(['', '-a', '.a', 'a b', 'a'.repeat(129)])('refuses "%s"', (tag) => {
    expect(tagProblem(tag)).toBe(
      'must have 1 to 128 characters: letters, digits, "_", "." and "-", first no "." or "-"',
    );
  });
});

describe('digestProblem', () => {
  test('takes a digest alone', () => {
    expect(digestProblem(DIGEST)).toBeUndefined();
    for (const digest of [DIGEST.toUpperCase(), DIGEST.slice(0, -1), `${DIGEST}0`, `x${DIGEST}`]) {
      expect(digestProblem(digest)).toBe('must be "sha256:" and 64 hexadecimal digits in lower case');
    }
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

describe('an image is from Docker Hub', () => {
  test.each([
    'busybox:1',
    'rabbitmq:4-management',
    'acme/page:1',
    'docker.io/acme/page:1',
    'index.docker.io/library/x:1',
  ])('as %s', (reference) => {
    expect(isFromDockerHub(reference)).toBe(true);
  });

  test.each([
    'ghcr.io/acme/page:1',
    'localhost/page:1',
    'registry:5000/page:1',
    `mirror.example.com/busybox@sha256:${'0'.repeat(64)}`,
  ])('but not as %s', (reference) => {
    expect(isFromDockerHub(reference)).toBe(false);
  });
});

describe('a registry', () => {
  test.each([
    'mirror.example.com',
    'mirror.example.com:5000',
    'mirror.example.com/team',
    'mirror.example.com:5000/team/a-b/c_d',
  ])('is %s, and an image of it can be referred to', (registry) => {
    expect(registryProblem(registry)).toBeUndefined();
    expect(imageProblem(imageReference({ registry, repository: 'a/b', tag: '1' }))).toBeUndefined();
  });

  test.each([
    '',
    'mirror',
    'https://mirror.example.com',
    'mirror.example.com/',
    'mirror.example.com:',
    'mirror.example.com:port',
    'Mirror.example.com',
    'mirror.example.com/Team',
    'mirror.example.com//team',
    'mirror.example.com/team:1',
  ])('is not "%s"', (registry) => {
    expect(registryProblem(registry)).toBe(
      'must be a host name in lower case, with a port and a path where there are some, for example mirror.example.com:5000/team',
    );
  });
});
