/** What an image needs that runs without root on a read-only disk. */
export interface RestrictedNeeds {
  /** Level of Pod Security that its pod keeps to. */
  readonly level: 'restricted';
  /** User id the process runs as, not 0. */
  readonly user: number;
  /** Group id of the process, and of the folders it may write. */
  readonly group: number;
  /** Folders it writes to, as absolute paths; each becomes an empty volume that dies with the pod. */
  readonly writable: readonly string[];
}

/** What an image needs whose own start makes itself root: the user it names, a writable disk and these capabilities. */
export interface BaselineNeeds {
  /** Level of Pod Security that its pod keeps to. */
  readonly level: 'baseline';
  /** Capabilities it keeps, of those the baseline profile allows. */
  readonly capabilities: readonly string[];
  /** Folders that hold its data, as absolute paths. */
  readonly writable: readonly string[];
}

/** What an image needs to run. */
export type ImageNeeds = RestrictedNeeds | BaselineNeeds;

/** For an image whose files anybody may read and whose process does not ask who it is: any user but root will do. */
export const ANY_USER = 10_001;

/**
 * What each image needs to run without root on a read-only disk, read from its Dockerfile and start script
 * in November 2026. It has not been tried on a cluster.
 *
 * The Dockerfiles of the store and of the chatbot name no user, so by themselves all of them run as root; every port
 * they listen on is above 1024, so none of them has to.
 *
 * @see https://github.com/Azure-Samples/aks-store-demo/tree/main/src
 */
export const IMAGE_NEEDS = {
  /** Python on Alpine. uvicorn writes nothing, but Python's `tempfile` and the Azure libraries want a /tmp. */
  'ai-service': anyUser('/tmp'),

  /**
   * Python on Debian; Gradio keeps uploads in /tmp/gradio, and matplotlib falls back to /tmp where it finds no home.
   *
   * @see https://github.com/jsburckhardt/gradio-aks/tree/main/build
   */
  chatbot: anyUser('/tmp'),

  /**
   * One Go binary on a distroless base, which runs as that one's user and writes nothing.
   *
   * @see https://github.com/oauth2-proxy/oauth2-proxy/blob/v7.15.3/Dockerfile
   */
  'oauth2-proxy': { level: 'restricted', user: 65_532, group: 65_532, writable: [] },

  /** One shell loop around `nc`, which writes nothing. */
  busybox: anyUser(),

  /**
   * Starts by `npm start`, and npm keeps logs and a cache in the home of its user: the image's own user `node`, 1000.
   *
   * @see https://github.com/nodejs/docker-node/blob/main/docs/BestPractices.md#non-root-user
   */
  'order-service': { level: 'restricted', user: 1000, group: 1000, writable: ['/home/node', '/tmp'] },

  /** One Go binary on Alpine that writes nothing. */
  'makeline-service': anyUser(),

  /** One Rust binary on Debian that keeps its products in memory. */
  'product-service': anyUser(),

  'store-front': nginx(),
  'store-admin': nginx(),

  /** One Rust binary on Debian that writes nothing. */
  'virtual-customer': anyUser(),
  'virtual-worker': anyUser(),

  /**
   * The Alpine image makes user 100 and group 101, and its start script takes any user but root as it is. The broker
   * keeps its cookie and data in its home; its list of plugins is written when the image is built.
   *
   * @see https://github.com/docker-library/rabbitmq/blob/master/4.3/alpine/Dockerfile
   */
  rabbitmq: {
    level: 'restricted',
    user: 100,
    group: 101,
    writable: ['/var/lib/rabbitmq', '/var/log/rabbitmq', '/tmp'],
  },

  /**
   * The one image that the restricted profile keeps out. Its start script calls `sudo` to make its log folder and to
   * take over its data folder, which no process may do that gains no privilege; it names its user by name, `documentdb`,
   * which a kubelet cannot tell from root; and it writes its configuration and certificate beside its scripts, so its
   * root cannot be read-only. The capabilities are what `sudo` needs to become root, and root to make, own and mode
   * those folders.
   *
   * @see https://github.com/documentdb/documentdb/blob/0b60bc57fab624f1a431f07e2888552b9f15aa8c/.github/containers/Build-Ubuntu/Dockerfile_gateway
   * @see https://github.com/documentdb/documentdb/blob/010433028e91451320930d518336c5f85875da26/scripts/emulator_entrypoint.sh
   */
  documentdb: {
    level: 'baseline',
    capabilities: ['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'],
    writable: ['/data'],
  },
} as const satisfies Record<string, ImageNeeds>;

/** The needs of an image that runs as any user but root, with these folders to write to. */
export function anyUser(...writable: string[]): RestrictedNeeds {
  return { level: 'restricted', user: ANY_USER, group: ANY_USER, writable };
}

/**
 * The slim Alpine image of nginx makes user and group 101; a process that is not root leaves out the `user` directive.
 * It keeps request bodies in /var/cache/nginx and its process id in /var/run, and its start script leaves a
 * configuration alone that it cannot write.
 *
 * @see https://github.com/nginx/docker-nginx/blob/master/stable/alpine-slim/Dockerfile
 * @see https://hub.docker.com/_/nginx ("Running nginx in read-only mode", "Running nginx as a non-root user")
 */
function nginx(): RestrictedNeeds {
  return { level: 'restricted', user: 101, group: 101, writable: ['/var/cache/nginx', '/var/run', '/tmp'] };
}
