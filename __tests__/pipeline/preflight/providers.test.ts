import { parseEnvironment } from '../../../config';
import { Runner } from '../../../pipeline';
import { AzureCli } from '../../../pipeline/azure';
import { roles } from '../../../pipeline/preflight/providers';
import { certifiedIn, dnsZoneIdIn } from '../../fixtures/existing';
import { startOf, type StandIn } from '../../fixtures/stand-ins/stand-in';
import { MINIMAL } from '../../helpers/environment';
import { findingLines } from '../../helpers/findings';

const HUB = '99999999-9999-4999-8999-999999999999';
const WHO = 'user@example.org';
const ON_ZONE = `role assignment list --assignee ${WHO} --scope ${dnsZoneIdIn(HUB)} `;

/** What is found where the caller has these roles on the zone of the names, and all on the subscription. */
async function findings(zoneIn: string, ofZone: readonly string[]) {
  const asked: string[] = [];
  const az: StandIn<undefined> = ({ args }) => {
    const words = args.join(' ');
    asked.push(words);
    return JSON.stringify(words.startsWith(ON_ZONE) ? ofZone : ['Owner']);
  };
  const environment = parseEnvironment({ ...MINIMAL, ...certifiedIn(zoneIn) });
  const runner = new Runner({ directory: '.', start: startOf({ az }, undefined) });
  const account = { id: '', tenantId: '', user: { name: WHO, type: 'user' } };
  const found = await roles(environment, new AzureCli(runner, environment.subscriptionId), account);
  return { lines: findingLines(found), asked };
}

test('the zone of a hub is asked for in its subscription', async () => {
  const { lines, asked } = await findings(HUB, ['DNS Zone Contributor', 'User Access Administrator']);

  expect(lines).toEqual([]);
  expect(asked).toEqual([
    expect.stringContaining(`--subscription ${MINIMAL.subscriptionId}`),
    expect.stringMatching(new RegExp(`^${ON_ZONE}.*--subscription ${HUB}`)),
  ]);
});

test('who may change nothing of it is told, and what would do', async () => {
  const { lines } = await findings(HUB, ['Reader']);

  const on = `on ${dnsZoneIdIn(HUB)} ->`;
  expect(lines).toEqual([
    `advice: ${WHO} has none of Owner, Contributor, DNS Zone Contributor ${on} a custom role may do`,
    `advice: ${WHO} has none of Owner, User Access Administrator, Role Based Access Control Administrator ${on} the stack grants roles: a custom role may do`,
  ]);
});

test('the zone of the same subscription is not asked for by itself', async () => {
  const { asked } = await findings(MINIMAL.subscriptionId, []);

  expect(asked).toHaveLength(1);
});
