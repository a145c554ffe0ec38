import dns from 'node:dns';
import path from 'node:path';
import { MAY_START_PROCESSES } from './may-start-processes';
import { noteProcesses } from './processes';

// cdktf keeps a stack trace for every token, which no test reads, and Jest maps each back to TypeScript: half of the time
// that a synthesis takes.
jest.mock('cdktf/lib/tokens/private/stack-trace', () => ({ captureStackTrace: () => [] }));

// The suite needs no network, as the README says: whoever looks for another machine than this one fails.
const { lookup } = dns;
dns.lookup = Object.assign((host: string, ...rest: unknown[]) => {
  if (!['localhost', '127.0.0.1'].includes(host))
    throw new Error(`no test asks the network, and this one asks for ${host}`);
  Reflect.apply(lookup, dns, [host, ...rest]);
}, lookup);

const file = path.relative(path.join(__dirname, '..'), expect.getState().testPath ?? '').replaceAll(path.sep, '/');
const processes = noteProcesses();

afterAll(() => {
  dns.lookup = lookup;
  processes.stop();
  const [atMost, why] = MAY_START_PROCESSES[file] ?? [0];
  const { started } = processes;
  if (started.length <= atMost || file.startsWith('end-to-end/')) return;
  throw new Error(
    `${file} started ${started.length} processes, and ${atMost} are allowed${why === undefined ? '' : ` (${why})`}: ` +
      `let a function do, or change the list in __tests__/helpers/may-start-processes.ts\n${started.join('\n')}`,
  );
});
