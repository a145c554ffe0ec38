import { parseEnvironment, policyFacts } from '../../config';
import workshop from '../../examples/existing-cluster-and-account/workshop';
import { judge } from '../../policy';
import { Synthesized } from '../helpers/artefacts';
import { refusedPods } from '../helpers/pod-security-rules';
import { danglingReferences } from '../helpers/references';
import { objectProblems } from '../helpers/validate-object';

const environment = parseEnvironment(workshop);
const { terraform, objects } = new Synthesized(environment);

describe('a cluster and an account that exist', () => {
  test('get identities, roles, the controller and its load balancer, and nothing else', () => {
    expect(Object.keys(terraform.json.resource!).toSorted()).toEqual([
      'azurerm_application_load_balancer',
      'azurerm_application_load_balancer_frontend',
      'azurerm_application_load_balancer_subnet_association',
      'azurerm_federated_identity_credential',
      'azurerm_resource_group',
      'azurerm_role_assignment',
      'azurerm_user_assigned_identity',
      'helm_release',
    ]);
    const { albSubnetId, cluster, openAi } = environment.existing;
    expect(
      terraform.where(
        'azurerm_federated_identity_credential',
        'subject',
        'system:serviceaccount:default:gradio-aks-sa',
      ),
    ).toMatchObject({
      issuer: cluster!.oidcIssuerUrl,
    });
    expect(terraform.where('azurerm_role_assignment', 'scope', openAi!.id)).toMatchObject({
      role_definition_name: 'Cognitive Services OpenAI User',
    });
    expect(terraform.single('azurerm_application_load_balancer_subnet_association')['subnet_id']).toBe(albSubnetId);
  });

  test('break no rule, so that they are synthesized as they stand', () => {
    const { results } = judge(
      { terraform: terraform.json, manifests: objects },
      { facts: policyFacts('2026-11-27', environment.policy) },
    );
    const errors = results.flatMap(({ rule, findings }) =>
      findings.flatMap(({ severity, on }) => (severity === 'error' ? [`${rule.id} ${on}`] : [])),
    );

    expect(errors).toEqual([]);
  });

  test('run the chatbot in the namespace default, by valid objects that their namespace admits', () => {
    const problems = objects.flatMap((object) => objectProblems(object).map((problem) => `${object.kind}: ${problem}`));

    expect(problems).toEqual([]);
    expect(refusedPods(objects)).toEqual([]);
    expect(danglingReferences(objects, [])).toEqual([]);
    const pods = objects.filter(({ kind }) => kind === 'Deployment');
    expect(pods.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual(['default/gradio-aks']);
  });
});
