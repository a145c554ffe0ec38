import { MINIMAL, problemsOf, type Draft } from '../../helpers/environment';

const DEPLOYMENTS = { deployments: [{ name: 'mini', model: 'gpt-5.4-mini' }, { name: 'gpt-5.1' }] };
const chatbot = (more: Draft = {}): Draft => ({ name: 'chat', deployment: 'mini', ...more });
const workload = (more: Draft = {}): Draft => ({
  name: 'summaries',
  image: 'ghcr.io/acme/summaries:1.4.0',
  port: 8080,
  deployment: 'mini',
  dialect: 'langchain',
  ...more,
});
const draft = (more: Draft): Draft => ({ ...MINIMAL, openAi: DEPLOYMENTS, ...more });
/** 84 characters that look like a key, made when the test runs. */
const looksLikeAKey = `${'a1B2'.repeat(13)}JQQJ9${'9Zz'.repeat(9)}`;

/** What is wrong, and the one line that says so. */
const BAD: readonly (readonly [string, Draft, string | RegExp])[] = [
  [
    'a chatbot that names an unknown deployment',
    { chatbots: [chatbot({ deployment: 'gpt-4' })] },
    'chatbots.0.deployment: must be one of openAi.deployments: mini, gpt-5.1; or add a deployment of that name there (got "gpt-4")',
  ],
  [
    'a workload that names an unknown deployment',
    { workloads: [workload({ deployment: 'gpt-5.5' })] },
    'workloads.0.deployment: must be one of openAi.deployments: mini, gpt-5.1; or add a deployment of that name there (got "gpt-5.5")',
  ],
  [
    'a chatbot on a model that holds no conversation',
    {
      openAi: { deployments: [{ name: 'text-embedding-3-small' }] },
      chatbots: [chatbot({ deployment: 'text-embedding-3-small' })],
    },
    /^chatbots\.0\.deployment: must be a deployment of a chat model, and text-embedding-3-small holds no conversation/,
  ],
  [
    'a temperature that its model refuses',
    { chatbots: [chatbot({ temperature: 0.9 })] },
    'chatbots.0.temperature: must be 1: gpt-5.4-mini refuses every other (got 0.9)',
  ],
  [
    'two chatbots with one ServiceAccount',
    { chatbots: [chatbot({ serviceAccountName: 'sa' }), chatbot({ name: 'chat2', serviceAccountName: 'sa' })] },
    'chatbots.1.serviceAccountName: must differ from chatbots.0.serviceAccountName (dev/sa): pods of one ServiceAccount share an identity, and its roles (got "sa")',
  ],
  [
    'a workload with the ServiceAccount of ai-service',
    { workloads: [workload({ serviceAccountName: 'ai-service-account' })] },
    /^workloads\.0\.serviceAccountName: must differ from aiService\.serviceAccountName \(dev\/ai-service-account\): pods of one ServiceAccount share an identity, and its roles \(got "ai-service-account"\)$/,
  ],
  [
    'a derived ServiceAccount that a second workload names',
    { chatbots: [chatbot()], workloads: [workload({ serviceAccountName: 'chat-sa' })] },
    /^workloads\.0\.serviceAccountName: must differ from chatbots\.0\.serviceAccountName/,
  ],
  [
    'the ServiceAccount under which all others run',
    { workloads: [workload({ serviceAccountName: 'default' })] },
    /^workloads\.0\.serviceAccountName: must not be default/,
  ],
  [
    'two workloads of one name',
    {
      chatbots: [chatbot()],
      workloads: [workload({ name: 'chat', serviceAccountName: 'other', identityName: 'other' })],
    },
    /^workloads\.0\.name: must differ from chatbots\.0\.name/,
  ],
  [
    'a name of the store',
    { workloads: [workload({ name: 'store-admin' })] },
    /^workloads\.0\.name: must differ from the names of this project/,
  ],
  [
    'a name of a construct',
    { workloads: [workload({ name: 'alb-controller' })] },
    /^workloads\.0\.name: must differ from the names of this project/,
  ],
  [
    'two identities of one name',
    { chatbots: [chatbot({ identityName: 'id-Same' }), chatbot({ name: 'chat2', identityName: 'id-same' })] },
    /^chatbots\.1\.identityName: must differ from chatbots\.0\.identityName "id-Same": Azure ignores case \(got "id-same"\)$/,
  ],
  [
    'a credential whose name is too long',
    {
      namespace: 'n'.repeat(63),
      store: { dataNamespace: 'data' },
      chatbots: [chatbot({ serviceAccountName: 's'.repeat(57) })],
    },
    /^chatbots\.0\.serviceAccountName: must have at most 56 characters in namespace n+: both name a federated credential, which takes 120 \(got "s+"\)$/,
  ],
  [
    'a hostname used twice',
    {
      gateway: { storeFrontHostname: 'shop.example.com' },
      chatbots: [chatbot({ publish: { by: 'hostname', hostname: 'shop.example.com' } })],
    },
    'chatbots.0.publish.hostname: must differ from gateway.storeFrontHostname: a host name leads to one page (got "shop.example.com")',
  ],
  [
    'a hostname that is none',
    { chatbots: [chatbot({ publish: { by: 'hostname', hostname: '*.example.com' } })] },
    /^chatbots\.0\.publish\.hostname: must be a host name in lower case without a wildcard/,
  ],
  [
    'a path used twice',
    { chatbots: [chatbot(), chatbot({ name: 'chat2', publish: { by: 'path', path: '/chat' } })] },
    /^chatbots\.1\.publish\.path: must differ from chatbots\.0\.publish\.path/,
  ],
  [
    'a path that store-admin answers to',
    { chatbots: [chatbot({ publish: { by: 'path', path: '/products/chat' } })] },
    /^chatbots\.0\.publish\.path: must not begin with \/products, which store-admin answers to/,
  ],
  [
    'the root as a path',
    { chatbots: [chatbot({ publish: { by: 'path', path: '/' } })] },
    /^chatbots\.0\.publish\.path: must begin with "\/", have at least one part/,
  ],
  [
    'another way of publishing',
    { chatbots: [chatbot({ publish: { by: 'ingress' } })] },
    /^chatbots\.0\.publish(?:\.by)?: must have "by": hostname, path, load-balancer or nothing/,
  ],
  [
    'a token expiration below the bound',
    { chatbots: [chatbot({ tokenExpirationSeconds: 3599 })] },
    'chatbots.0.tokenExpirationSeconds: must be from 3600 to 86400 seconds (got 3599)',
  ],
  [
    'a token expiration above the bound',
    { workloads: [workload({ tokenExpirationSeconds: 86_401 })] },
    'workloads.0.tokenExpirationSeconds: must be from 3600 to 86400 seconds (got 86401)',
  ],
  [
    'a variable with the name of a password',
    { workloads: [workload({ variables: { DB_PASSWORD: 'swordfish' } })] },
    /^workloads\.0\.variables\.DB_PASSWORD: has the name of a secret and a literal value: .*"secretVariables" names \(got a value that is not repeated here\)$/,
  ],
  [
    'a variable whose value looks like a key',
    { workloads: [workload({ variables: { GREETING: looksLikeAKey } })] },
    /^workloads\.0\.variables\.GREETING: looks like an Azure AI service key: .*\(got a value that is not repeated here\)$/,
  ],
  [
    'a variable whose value is base64 of a key',
    { workloads: [workload({ variables: { GREETING: Buffer.from(looksLikeAKey).toString('base64') } })] },
    /^workloads\.0\.variables\.GREETING: looks like base64 of an Azure AI service key/,
  ],
  [
    'a variable whose value holds a password',
    { workloads: [workload({ variables: { GREETING: ['Server=db;Password', 'swordfish'].join('=') } })] },
    /^workloads\.0\.variables\.GREETING: looks like a password or key by its name: .*not repeated here\)$/,
  ],
  ...['AZURE_CLIENT_ID', 'AZURE_TENANT_ID', 'AZURE_FEDERATED_TOKEN_FILE', 'AZURE_AUTHORITY_HOST'].flatMap((name) =>
    (
      [
        ['variables', { [name]: 'x' }],
        ['secretVariables', { [name]: { secretName: 'own', key: 'id' } }],
      ] as const
    ).map(
      ([list, said]) =>
        [
          `${name} among ${list}`,
          { workloads: [workload({ [list]: said })] },
          new RegExp(`^workloads\\.0\\.${list}\\.${name}: must be left out: the workload identity webhook sets it`),
        ] as const,
    ),
  ),
  [
    'a key from a Secret',
    { workloads: [workload({ secretVariables: { OPENAI_API_KEY: { secretName: 'own', key: 'value' } } })] },
    /^workloads\.0\.secretVariables\.OPENAI_API_KEY: has the name of a key, which no pod may hold/,
  ],
  [
    'a variable of the dialect that is the webhook’s',
    {
      workloads: [
        workload({ dialect: { endpoint: 'AZURE_AUTHORITY_HOST', deployment: 'MODEL', apiVersion: 'VERSION' } }),
      ],
    },
    /^workloads\.0\.dialect\.endpoint: must be left out: the workload identity webhook sets it/,
  ],
  [
    'a variable that the dialect sets',
    { workloads: [workload({ variables: { OPENAI_API_BASE: 'https://elsewhere' } })] },
    /^workloads\.0\.variables\.OPENAI_API_BASE: must be left out: the dialect sets it/,
  ],
  [
    'a variable that has no name of one',
    { workloads: [workload({ variables: { 'A-B': 'c' } })] },
    /^workloads\.0\.variables\.A-B: must be letters, digits and "_"/,
  ],
  [
    'an unknown dialect',
    { workloads: [workload({ dialect: 'haystack' })] },
    /^workloads\.0\.dialect: must be store, langchain or \{ endpoint, deployment, apiVersion \}/,
  ],
  [
    'an image at latest',
    { workloads: [workload({ image: 'ghcr.io/acme/summaries:latest' })] },
    /^workloads\.0\.image: must not be latest, .*name the tag of a release, or a digest/,
  ],
  [
    'an image without a tag',
    { chatbots: [chatbot({ image: 'ghcr.io/acme/chatbot' })] },
    /^chatbots\.0\.image: must be pinned, without a tag it is latest/,
  ],
  [
    'replicas beside autoscaling',
    { workloads: [workload({ replicas: 2, autoscaling: { minReplicas: 1, maxReplicas: 3 } })] },
    /^workloads\.0\.replicas: must be left out with autoscaling/,
  ],
  [
    'autoscaling between two wrong ends',
    { workloads: [workload({ autoscaling: { minReplicas: 4, maxReplicas: 3 } })] },
    /^workloads\.0\.autoscaling\.minReplicas: must be at most maxReplicas 3/,
  ],
  ['root', { workloads: [workload({ runAsUser: 0 })] }, /^workloads\.0\.runAsUser: must be at least 1/],
  [
    'a skipped container of its own',
    { workloads: [workload({ skipContainers: ['summaries'] })] },
    /^workloads\.0\.skipContainers: must not hold summaries: its own container would have no identity/,
  ],
  [
    'a proxy sidecar beside hardened pods',
    { workloads: [workload({ injectProxySidecar: true })] },
    /^workloads\.0\.namespace: must be a namespace that holds workloads with a proxy sidecar alone.*\(got nothing, so "dev"\)$/,
  ],
  [
    'a proxy sidecar on the port of the workload',
    { workloads: [workload({ namespace: 'legacy', injectProxySidecar: true, port: 8000 })] },
    /^workloads\.0\.proxySidecarPort: must differ from port 8000/,
  ],
  [
    'a page of another namespace behind the gateway',
    { workloads: [workload({ namespace: 'other', publish: { by: 'path' } })] },
    /^workloads\.0\.publish\.by: must be load-balancer or nothing outside of namespace dev/,
  ],
  [
    'a caller that is not there',
    { workloads: [workload({ calledBy: ['chat'] })] },
    /^workloads\.0\.calledBy\.0: must be another workload of its namespace: rabbitmq, /,
  ],
  [
    'a namespace of Kubernetes',
    { workloads: [workload({ namespace: 'kube-public' })] },
    /^workloads\.0\.namespace: must be a namespace of your own/,
  ],
  [
    'the name of the API server’s Service',
    { workloads: [workload({ name: 'kubernetes' })] },
    /^workloads\.0\.name: must differ from the names of this project/,
  ],
  [
    'more memory promised than allowed',
    { workloads: [workload({ resources: { memoryRequest: '1Gi' } })] },
    /^workloads\.0\.resources\.memoryRequest: must be at most the limit 256Mi: raise the limit too/,
  ],
  [
    'a database in the environment’s own namespace',
    { store: { dataNamespace: 'dev' } },
    /^store\.dataNamespace: must be a namespace that holds nothing else: .* \(got "dev"\)$/,
  ],
  [
    'a workload in the namespace of the database',
    { workloads: [workload({ namespace: 'dev-data' })] },
    /^store\.dataNamespace: must be a namespace that holds nothing else: .*"dev-data"/,
  ],
  [
    'a namespace that leaves no room for that of the database',
    { namespace: 'n'.repeat(59) },
    /^store\.dataNamespace: must have at most 63 characters, .*: name a shorter one/,
  ],
  [
    'more memory promised to ai-service than allowed',
    { aiService: { resources: { memoryRequest: '1Gi' } } },
    'aiService.resources.memoryRequest: must be at most the limit 256Mi: raise the limit too (got "1Gi")',
  ],
  [
    'more memory promised to a chatbot than allowed',
    { chatbots: [chatbot({ resources: { memoryRequest: '1Gi' } })] },
    'chatbots.0.resources.memoryRequest: must be at most the limit 768Mi: raise the limit too (got "1Gi")',
  ],
  [
    'more of a processor promised to a workload of the store than allowed',
    { store: { resources: { rabbitmq: { cpuRequest: '1' } } } },
    'store.resources.rabbitmq.cpuRequest: must be at most the limit 250m: raise the limit too (got "1")',
  ],
  [
    'more of a processor promised than allowed',
    { workloads: [workload({ resources: { cpuRequest: '0.6' } })] },
    /^workloads\.0\.resources\.cpuRequest: must be at most the limit 500m: raise the limit too/,
  ],
  ...['/a/../b', '/a/.', '/..'].map(
    (path) =>
      [
        `the path ${path}`,
        { chatbots: [chatbot({ publish: { by: 'path', path } })] },
        /^chatbots\.0\.publish\.path: must begin with "\/", have at least one part, none of them "\." or "\.\."/,
      ] as const,
  ),
  ...['/proc', '/var/run/secrets/azure/tokens', '/dev/shm'].map(
    (folder) =>
      [
        `the folder ${folder}`,
        { workloads: [workload({ writableFolders: [folder] })] },
        /^workloads\.0\.writableFolders\.0: must not lie in \/proc, \/sys, \/dev, \/run\/secrets or \/var\/run\/secrets/,
      ] as const,
  ),
  [
    'a firewall policy that is no id',
    { existing: { webApplicationFirewallPolicyId: 'waf' } },
    /^existing\.webApplicationFirewallPolicyId: must be the resource id/,
  ],
];

test('a workload may be promised just what it gets at most, and paths may hold dots', () => {
  const good = {
    chatbots: [chatbot({ publish: { by: 'path', path: '/v1.0/.well-known' } })],
    workloads: [
      workload({ resources: { cpuRequest: '0.5', memoryRequest: '256Mi' }, writableFolders: ['/procedures'] }),
    ],
  };

  expect(problemsOf(draft(good))).toEqual([]);
});

describe('is refused before anything is written', () => {
  test.each(BAD)('%s', (_what, more, message) => {
    const problems = problemsOf(draft(more));

    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });

  test('everything at once, each entry of a list for itself', () => {
    const problems = problemsOf(
      draft({
        chatbots: [chatbot({ image: 'x:latest' }), chatbot({ name: 'chat2', deployment: 'nope', temperature: 3 })],
        workloads: [workload({ tokenExpirationSeconds: 1 }), workload({ name: 'other', variables: { A_KEY: 'b' } })],
      }),
    );

    expect(problems.map((line) => line.split(':')[0]!).toSorted()).toEqual([
      'chatbots.0.image',
      'chatbots.1.deployment',
      'chatbots.1.temperature',
      'workloads.0.tokenExpirationSeconds',
      'workloads.1.variables.A_KEY',
    ]);
  });

  test.each([
    ['no object', { chatbots: ['chat'] }, 'chatbots.0: must be an object (got "chat")'],
    ['no list', { chatbots: 'chat' }, 'chatbots: must be a list (got "chat")'],
  ])('%s where chatbots should be, without a word on what follows from it', (_what, more, message) => {
    expect(problemsOf(draft(more))).toEqual([message]);
  });

  test('a secret is not repeated in the message', () => {
    expect(problemsOf(draft({ workloads: [workload({ variables: { A: looksLikeAKey } })] })).join()).not.toContain(
      looksLikeAKey,
    );
  });
});

test('one ServiceAccount name in two namespaces is two ServiceAccounts', () => {
  const problems = problemsOf(
    draft({
      workloads: [
        workload({ serviceAccountName: 'sa' }),
        workload({ name: 'other', namespace: 'elsewhere', serviceAccountName: 'sa' }),
      ],
    }),
  );

  expect(problems).toEqual([]);
});
