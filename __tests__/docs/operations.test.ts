import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LOGIN, STORE_SECRET, storeSecretsOf } from '../../model';
import { KEEPER } from '../../pipeline/steps/hand-over';
import { certifiedIn } from '../fixtures/existing';
import type { KubernetesObject } from '../helpers/artefacts';
import { chartsOf } from '../helpers/charts';
import { MINIMAL, parsed } from '../helpers/environment';
import { Page } from '../helpers/markdown';

const ROOT = path.join(__dirname, '..', '..');
const text = readFileSync(path.join(ROOT, 'docs/operations.md'), 'utf8');
const page = new Page(text);
const blocks = (language: string) => page.blocks(language);

/** The one block of bash that holds some words. */
function blockWith(words: string): string {
  const found = blocks('bash').filter((block) => block.includes(words));
  if (found.length !== 1) throw new Error(`${found.length} blocks hold "${words}"`);
  return found[0]!;
}

const key = ({ kind, metadata }: KubernetesObject) => `${kind.toLowerCase()} ${metadata.name}`;

describe('the way by hand', () => {
  test('makes the Secret that the charts refer to', () => {
    // GIVEN
    const script = blocks('bash').flatMap((block) => /node -e '([^']+)'/.exec(block)?.[1] ?? []);
    expect(script).toHaveLength(1);

    // WHEN
    const { items } = JSON.parse(execFileSync(process.execPath, ['--eval', script[0]!], { encoding: 'utf8' }));
    const [own, ofDatabase] = items as { metadata: object; stringData: Record<string, string> }[];

    // THEN
    const needed = storeSecretsOf(parsed().store);
    expect(items.map(({ metadata }: { metadata: object }) => metadata)).toEqual(
      needed.map(({ namespace }) => ({ name: STORE_SECRET.name, namespace })),
    );
    expect([own, ofDatabase].map((secret) => Object.keys(secret!.stringData))).toEqual(needed.map(({ keys }) => keys));
    expect(own!.stringData).toMatchObject(ofDatabase!.stringData);
    expect(own!.stringData['broker-password']).not.toBe(own!.stringData['database-password']);
  });

  test('says the way by hand in PowerShell too, command by command', () => {
    // GIVEN
    const words = ['npx cdktf deploy', 'az aks get-credentials', 'kubelogin convert-kubeconfig', 'npx cdk8s synth'];
    const [posix, powershell] = [blocks('bash'), blocks('powershell')].map((texts) =>
      texts.find((text) => text.includes(words[0]!))!.split('\n'),
    );

    // THEN
    for (const word of words) {
      const [inPosix, inPowershell] = [posix, powershell].map((lines) => lines!.find((line) => line.includes(word)));
      // But for variables, what is typed is the same.
      expect(inPowershell?.match(/(?<= )--[a-z-]+|apply|login/g)).toEqual(
        inPosix?.match(/(?<= )--[a-z-]+|apply|login/g),
      );
    }
    expect(powershell!.join('\n')).not.toMatch(/\bexport |\$\(|jq /);
  });

  test('finds the folder that cdktf writes outputs to, which cdktf does not make', () => {
    expect(blocks('bash').join('\n')).toContain('npx cdktf deploy dev --outputs-file outputs/dev.json');
    expect(existsSync(path.join(ROOT, 'outputs', '.gitignore'))).toBe(true);
  });

  test('gets the certificate that the Gateway listens with, and what it is got by', () => {
    // GIVEN
    const block = blockWith('kubectl wait');

    // WHEN
    const { all } = chartsOf(certifiedIn(MINIMAL.subscriptionId));

    // THEN
    const [label, value] = /--selector (\S+)=(\S+)/.exec(block)!.slice(1) as [string, string];
    const early = all.filter(({ metadata }) => metadata.labels?.[label] === value);
    expect(early.map(({ kind }) => kind).toSorted()).toEqual(['Certificate', 'ClusterIssuer']);
    const certificate = early.find(({ kind }) => kind === 'Certificate')!;
    expect(block).toContain(`--namespace dev certificates.cert-manager.io/${certificate.metadata.name}`);
  });

  test('makes the secret of the cookies by the name that the proxies read', () => {
    expect(blockWith(`generic ${LOGIN.secretName} `)).toContain(`--from-file=${LOGIN.secretKey}=/dev/stdin`);
  });

  test('holds the number of pods as the deploy does, in the name of who keeps it', () => {
    const block = blockWith('"kind":"Deployment"');

    expect(block).toContain(`--field-manager=${KEEPER} `);
    expect(JSON.parse(/echo '([^']+)'/.exec(block)![1]!)).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'app', namespace: 'dev' },
      spec: { replicas: 3 },
    });
  });

  test('takes away all that a chatbot has brought', () => {
    // GIVEN
    const before = new Set(chartsOf().all.map(key));
    const brought = chartsOf({ chatbots: [{ name: 'gradio-aks', deployment: 'gpt-5.4-mini' }] }).all.filter(
      (object) => !before.has(key(object)),
    );

    // WHEN
    const [, kinds = '', selector = ''] = /^kubectl delete (\S+) --namespace dev --selector (\S+)$/m.exec(
      blockWith('app.kubernetes.io/name=gradio-aks'),
    )!;
    const labels = selector.split(',').map((each) => each.split('=') as [string, string]);
    const isDeleted = ({ kind, metadata }: KubernetesObject) =>
      kinds.split(',').includes(kind.toLowerCase()) &&
      labels.every(([label, value]) => metadata.labels?.[label] === value);

    // THEN what is left goes by its name
    expect(brought.filter(isDeleted)).toHaveLength(4);
    const left = brought.filter((object) => !isDeleted(object)).map(key);
    expect(left.toSorted()).toEqual(['httproute gradio-aks-route', 'networkpolicy data-flow-gradio-aks']);
    const byName = [...text.matchAll(/`(httproute|networkpolicy)`\s+`([\w-]+)`/g)].map(
      ([, kind, name]) => `${kind} ${name}`,
    );
    expect(byName).toEqual(left.toSorted());
  });
});
