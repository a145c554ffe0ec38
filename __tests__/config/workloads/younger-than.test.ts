import { spawnSync } from 'node:child_process';
import { youngerThan } from '../../../config/workloads/chatbot';
import { describeWhere } from '../../helpers/require-tool';
import { which } from '../../helpers/which';

if (process.platform !== 'linux')
  process.stderr.write('skipped: the script of the probe, because only Linux has /proc\n');

describeWhere(process.platform === 'linux' && which('python3') !== undefined, 'the probe reads /proc with python3')(
  'the script of the probe',
  () => {
    test('runs, and decides on the age of the first process', () => {
      expect(runProbe(10 ** 9)).toMatchObject({ status: 0, stderr: '' });
      expect(runProbe(0)).toMatchObject({ status: 1, stderr: '' });
    });
  },
);

function runProbe(seconds: number) {
  const { by } = youngerThan(seconds) as { by: { command: readonly string[] } };
  return spawnSync('python3', by.command.slice(1), { encoding: 'utf8' });
}
