import { execFile } from 'node:child_process';
import { judge } from '../../pipeline/verify/works-inside';
import { verifyJob } from '../../pipeline/verify/job';
import { LocalServer, deadUrl, type Answer } from '../helpers/http-server';
import { describeWith } from '../helpers/require-tool';

const failed = { status: 500, body: '{"detail":"Internal Server Error"}' };

describe('the answer from inside', () => {
  test('passes with a description', () => {
    expect(judge({ status: 200, body: '{"description":"A rope."}' }, '')).toMatchObject({ passed: true });
  });

  test.each(['', '{}', '{"description":""}', '{"description":7}', '<html>'])('fails with 200 and %s', (body) => {
    expect(judge({ status: 200, body }, '')).toMatchObject({
      passed: false,
      cause: 'something else than ai-service answers under its name',
    });
  });

  test.each([
    [
      "AADSTS70021: No matching federated identity record found for presented assertion subject 'x'",
      'the subject of this',
      true,
    ],
    [
      'AADSTS700213: No matching federated identity record found for presented assertion subject',
      'the subject of this',
      true,
    ],
    ['AADSTS700211: No matching federated identity record found for presented assertion issuer', 'the issuer', true],
    ['AADSTS700212: No matching federated identity record found for presented assertion audience', 'audience', false],
    ['AADSTS700016: Application with identifier was not found', 'client id', true],
    ['AADSTS700024: Client assertion is not within its valid time range', 'has expired', false],
    ['DefaultAzureCredential failed to retrieve a token from the included credentials', 'no identity at all', false],
    [
      "Error code: 401 - {'error': {'code': 'PermissionDenied', 'message': 'The principal lacks the required data action'}}",
      'Cognitive Services OpenAI User',
      true,
    ],
    [
      "Error code: 403 - {'error': 'Access denied due to Virtual Network/Firewall rules.'}",
      'does not let the cluster in',
      true,
    ],
    ['Public access is disabled. Please configure private endpoint.', 'does not let the cluster in', true],
    ["Error code: 404 - {'error': {'code': 'DeploymentNotFound'}}", 'aiService.deployment', true],
    ["Unsupported value: 'temperature' does not support 0 with this model.", 'aiService.imageTag', false],
    ['Error code: 429 - RateLimitReached', 'raise its capacity', true],
    ['socket.gaierror: [Errno -2] Name or service not known', 'does not resolve', true],
    ['something nobody has seen before', 'none that is known', false],
  ])('a log that says "%s" has its cause', (log, cause, mayChange) => {
    // WHEN
    const verdict = judge(failed, `INFO: started\nERROR: ${log}`);

    // THEN
    expect(verdict).toMatchObject({ passed: false, mayChange });
    expect(verdict.cause).toContain(cause);
    expect(verdict.seen).toContain('500 {"detail":"Internal Server Error"}; its log: ERROR:');
  });

  test.each([
    ['<urlopen error [Errno 111] Connection refused>', 'nothing listens'],
    ['timed out', 'a NetworkPolicy or the network drops the call'],
  ])('no answer, "%s", has its cause', (error, cause) => {
    expect(judge({ error }, '')).toMatchObject({ passed: false, seen: error, mayChange: true });
    expect(judge({ error }, '').cause).toContain(cause);
  });
});

/** Runs the script as the Job does, against a local server in the place of ai-service. */
async function runAgainst(url: string): Promise<unknown> {
  const job = verifyJob('verify-x', { namespace: 'dev', image: 'ghcr.io/x/ai-service:2.2.0' }) as {
    spec: { template: { spec: { containers: { command: string[] }[] } } };
  };
  const script = job.spec.template.spec.containers[0]!.command[2]!;
  expect(script).toContain('http://ai-service:5001/generate/description');

  const local = script.replace('http://ai-service:5001/', url);
  return new Promise((resolve, reject) => {
    execFile('python3', ['-c', local], (error, stdout) =>
      error ? reject(error) : resolve(JSON.parse(stdout) as unknown),
    );
  });
}

describeWith('python3')('the script of the Job', () => {
  test.each<[Answer]>([
    [{ status: 200, body: '{"description":"A rope."}' }],
    [{ status: 500, body: 'AADSTS70021' }],
    [{ status: 403, body: 'Access denied' }],
  ])('says what came back: %j', async (answer) => {
    // GIVEN
    const server = await LocalServer.start(answer);

    // WHEN
    const reply = await runAgainst(server.url);
    await server.stop();

    // THEN
    expect(reply).toEqual(answer);
    expect(server.requests[0]?.url).toBe('/generate/description');
  });

  test('says why nothing came back', async () => {
    expect(await runAgainst(await deadUrl())).toEqual({
      // The second is how Windows says it.
      error: expect.stringMatching(/Connection refused|actively refused/) as string,
    });
  });
});
