import { mkdirSync, writeFileSync } from 'node:fs';
import { ApiObject, App, Chart } from 'cdk8s';
import { EnvironmentCharts, synthesizeYaml } from 'secure-aks-openai/charts';
import { parseEnvironment } from 'secure-aks-openai/config';
import { readContract } from 'secure-aks-openai/contract';

/**
 * Argo CD or Flux applies what is in the repository: run this after each deploy of the stack, and commit `dist/`. Nothing in it
 * is a secret. The object of one of the two is applied once, by hand; take the one you run.
 *
 * The store is left out, because its broker and database need a Secret that no repository may hold: `npm run deploy` makes it,
 * and so does the External Secrets Operator.
 */
const REPOSITORY = 'https://github.com/acme/platform.git';
const environment = parseEnvironment({
  name: 'team',
  subscriptionId: '00000000-0000-0000-0000-000000000000',
  store: { enabled: false },
  chatbots: [{ name: 'assistant', deployment: 'gpt-5.4-mini' }],
});
const contract = readContract('outputs/team.json', environment.name);

const charts = new EnvironmentCharts(new App(), environment.name, { environment, contract });
const folder = `dist/${environment.name}`;
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}/${environment.name}.k8s.yaml`, synthesizeYaml(charts));

const app = new App({ outdir: 'dist/delivery' });
const argoCd = new Chart(app, 'argo-cd', { namespace: 'argocd' });
new ApiObject(argoCd, 'application', {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: environment.name },
  spec: {
    project: 'default',
    source: { repoURL: REPOSITORY, targetRevision: 'main', path: folder },
    destination: { server: 'https://kubernetes.default.svc', namespace: environment.namespace },
    // As kubectl is told to apply it: large objects, and fields that an autoscaler holds.
    syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['ServerSideApply=true'] },
  },
});

const flux = new Chart(app, 'flux', { namespace: 'flux-system' });
new ApiObject(flux, 'source', {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: { name: environment.name },
  spec: { interval: '5m', url: REPOSITORY, ref: { branch: 'main' } },
});
new ApiObject(flux, 'kustomization', {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: environment.name },
  spec: {
    interval: '10m',
    path: `./${folder}`,
    prune: true,
    wait: true,
    sourceRef: { kind: 'GitRepository', name: environment.name },
  },
});
app.synth();
