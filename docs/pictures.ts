import { App as Charts } from 'cdk8s';
import { App } from 'cdktf';
import { EnvironmentCharts, synthesizeYaml } from '../charts';
import { parseEnvironment, type EnvironmentInput } from '../config';
import { PlatformStack } from '../constructs';
import { sampleContract } from '../contract';
import { Artefacts, draw } from '../pictures';

/** The folder of the pictures that README and docs show. */
export const PICTURES = 'docs/pictures';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The environment that is shown: the one the project comes with, whatever becomes of its file. */
const SHOWN: EnvironmentInput = {
  name: 'dev',
  subscriptionId: NOBODY,
  cluster: { admins: [{ objectId: NOBODY }] },
  openAi: {
    deployments: [{ name: 'gpt-5.4-mini' }, { name: 'gpt-5.6-luna' }],
    operators: [{ objectId: NOBODY }],
  },
  chatbots: [
    { name: 'gradio-aks', deployment: 'gpt-5.4-mini' },
    { name: 'gradio-aks-luna', deployment: 'gpt-5.6-luna' },
  ],
};

/** The pictures as they are today: text by the path of the file. */
export async function picturesToday(): Promise<ReadonlyMap<string, string>> {
  const environment = parseEnvironment(SHOWN);
  const { name } = environment;
  const stack = new PlatformStack(new App(), name, { environment });
  stack.ensureBackendExists();
  const charts = new EnvironmentCharts(new Charts(), name, {
    environment,
    contract: sampleContract(environment),
    preview: true,
  });
  const drawn = await draw(Artefacts.parse(JSON.stringify(stack.toTerraform()), synthesizeYaml(charts)));
  return new Map(
    drawn.flatMap(({ id, svg, mermaid }) => [
      [`${PICTURES}/${id}.svg`, svg] as const,
      [`${PICTURES}/${id}.mmd`, mermaid] as const,
    ]),
  );
}
