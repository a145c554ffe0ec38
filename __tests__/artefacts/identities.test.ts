import { ENVIRONMENTS } from '../fixtures/environments';
import { Synthesized, objectOf } from '../helpers/artefacts';

describe.each(Object.entries(ENVIRONMENTS))('the two chatbots of %s', (_, environment) => {
  test('have a deployment, an identity, a credential and a role each', () => {
    // WHEN
    const artefacts = new Synthesized(environment);
    const { terraform } = artefacts;

    // THEN
    const deployments = ['gradio-aks', 'gradio-aks-luna'].map((chatbot) => {
      const account = objectOf(artefacts, 'Deployment', chatbot)['spec'].template.spec.serviceAccountName as string;
      const credential = terraform.where(
        'azurerm_federated_identity_credential',
        'subject',
        `system:serviceaccount:dev:${account}`,
      );
      const identity = String(credential['parent_id']).replace(/\.id\}$/, '');
      expect(identity).toContain(`azurerm_user_assigned_identity.cluster_${chatbot}_`);
      const role = terraform.where('azurerm_role_assignment', 'principal_id', `${identity}.principal_id}`);
      expect(role).toMatchObject({
        role_definition_name: 'Cognitive Services OpenAI User',
        scope: expect.stringMatching(/azurerm_cognitive_account\./),
      });
      return objectOf(artefacts, 'ConfigMap', `${chatbot}-config`)['data'].DEPLOYMENT_NAME as string;
    });
    expect(new Set(deployments).size).toBe(2);
    for (const deployment of deployments) terraform.where('azurerm_cognitive_deployment', 'name', deployment);
  });
});
