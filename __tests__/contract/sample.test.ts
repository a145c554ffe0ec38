import { CONTRACT_VERSION, parseContract, sampleContract } from '../../contract';
import { OUTPUTS, SAMPLES } from './samples';

describe('sampleContract', () => {
  test.each(['bring-your-own', 'managed'] as const)('%s passes the parser', (mode) => {
    expect(parseContract(JSON.stringify({ dev: OUTPUTS[mode] }), 'dev', 'sample')).toEqual(SAMPLES[mode]);
    expect(SAMPLES[mode].gateway.mode).toBe(mode);
  });

  test('says what it is told, and gives each workload an identity of its own', () => {
    const sample = sampleContract({
      name: 'workshop',
      subscriptionId: '22222222-2222-4222-8222-222222222222',
      openAi: { deployments: [{ name: 'chat' }, { name: 'image' }] },
      gateway: { mode: 'managed' },
      workloads: [
        { name: 'ai-service', namespace: 'dev', serviceAccountName: 'a' },
        { name: 'chatbot', namespace: 'other', serviceAccountName: 'b' },
      ],
    });

    expect(sample).toMatchObject({
      contractVersion: CONTRACT_VERSION,
      environment: 'workshop',
      subscriptionId: '22222222-2222-4222-8222-222222222222',
      openaiDeployments: ['chat', 'image'],
      workloadIdentities: {
        'ai-service': { namespace: 'dev', serviceAccountName: 'a' },
        chatbot: { namespace: 'other', serviceAccountName: 'b' },
      },
    });
    const [ai, chatbot] = Object.values(sample.workloadIdentities).map(({ clientId }) => clientId);
    expect(ai).not.toBe(chatbot);
  });

  test.each(Object.entries(SAMPLES))('%s shows of everything else that it is made up', (mode, sample) => {
    // GIVEN
    const told = ['dev', '11111111-1111-4111-8111-111111111111', 'gpt-5.4-mini', 'ai-service-account', mode];

    // WHEN
    const madeUp = strings(sample).filter((value) => !told.includes(value));

    // THEN
    expect(madeUp.length).toBeGreaterThan(7);
    for (const value of madeUp) expect(value).toMatch(/preview|^00000000-0000-/);
  });
});

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
