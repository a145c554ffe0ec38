import { CONTRACT_VERSION, parseContract, sampleContract } from '../../contract';
import { SAMPLES } from './samples';

describe('sampleContract', () => {
  test.each(Object.entries(SAMPLES))('%s passes the parser', (mode, sample) => {
    expect(parseContract(JSON.stringify({ dev: sample }), 'dev', 'sample')).toEqual(sample);
    expect(sample.gateway.mode).toBe(mode);
  });

  test('says what it is told, and gives each workload an identity of its own', () => {
    const sample = sampleContract({
      name: 'workshop',
      openAi: { deployments: [{ name: 'chat' }, { name: 'image' }] },
      gateway: { mode: 'managed' },
      workloadIdentities: [
        { workload: 'ai-service', namespace: 'dev', serviceAccountName: 'a' },
        { workload: 'chatbot', namespace: 'other', serviceAccountName: 'b' },
      ],
    });

    expect(sample).toMatchObject({
      contract_version: CONTRACT_VERSION,
      environment: 'workshop',
      openai_deployments: ['chat', 'image'],
      workload_identities: {
        'ai-service': { namespace: 'dev', service_account_name: 'a' },
        chatbot: { namespace: 'other', service_account_name: 'b' },
      },
    });
    const [ai, chatbot] = Object.values(sample.workload_identities).map(({ client_id }) => client_id);
    expect(ai).not.toBe(chatbot);
  });

  test.each(Object.entries(SAMPLES))('%s shows of everything else that it is made up', (mode, sample) => {
    // GIVEN
    const told = ['dev', 'gpt-5.4-mini', 'ai-service-account', mode];

    // WHEN
    const madeUp = strings(sample).filter((value) => !told.includes(value));

    // THEN
    expect(madeUp.length).toBeGreaterThan(8);
    for (const value of madeUp) expect(value).toMatch(/preview|^00000000-0000-/);
  });
});

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
