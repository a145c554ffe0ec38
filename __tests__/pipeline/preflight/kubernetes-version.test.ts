import { judgeKubernetesVersion } from '../../../pipeline/preflight/kubernetes-version';
import { azureAnswer } from '../../helpers/azure-answers';
import { parsed } from '../../helpers/environment';
import { findingLines } from '../../helpers/findings';

describe('the Kubernetes version', () => {
  const offer = azureAnswer('aks-get-versions');
  const judged = (kubernetesVersion: string, exists = false) =>
    findingLines(judgeKubernetesVersion(parsed({ cluster: { kubernetesVersion } }), offer, exists));
  const next = 'set cluster.kubernetesVersion to 1.37 or 1.36 or 1.35 in environments/dev.ts';

  test.each([
    ['1.36', []],
    ['1.37', []],
    ['1.33', [`problem: AKS in eastus2 does not offer Kubernetes 1.33 -> ${next}`]],
    ['1.99', [`problem: AKS in eastus2 does not offer Kubernetes 1.99 -> ${next}`]],
    ['1.34', [`problem: AKS in eastus2 offers Kubernetes 1.34 with long term support alone -> ${next}`]],
    ['1.38', [`advice: Kubernetes 1.38 is a preview in eastus2, without support -> ${next}`]],
  ])('%s: %j', (version, expected) => {
    expect(judged(version)).toEqual(expected);
  });

  test.each(['1.33', '1.34'])('%s of a cluster that runs is not taken away', (version) => {
    expect(judged(version, true)).toEqual([expect.stringMatching(/^advice: AKS in eastus2/)]);
  });

  test('is standard where no plan is told', () => {
    expect(judgeKubernetesVersion(parsed(), { values: [{ version: '1.36' }] }, false)).toEqual([]);
  });
});
