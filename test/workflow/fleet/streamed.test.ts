// Results of many machines are handed out as they are done.
import { describe, expect, it } from 'vitest';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import { runCli, TEST_NOW } from '../../support/run-cli.js';

const SIZE = 12;
const NAMES = Array.from({ length: SIZE }, (_, at) => `vm-${String(at + 1).padStart(5, '0')}`);

describe('jsonl of many machines', () => {
  it.each(['preflight', 'status'])('has a line of %s before the last is read', async (command) => {
    const seen: string[] = [];
    const world = buildFleetWorld({ virtualMachines: SIZE, seed: '1', nowMilliseconds: TEST_NOW });
    const run = await runCli([command, ...NAMES.flatMap((name) => ['--vm', name]), '-o', 'jsonl'], {
      world,
      onWrite: (text) => {
        seen.push(text.startsWith('{') ? 'line' : 'text');
      },
      around: (request, answer) => {
        seen.push(new URL(request.url).pathname);
        return answer();
      },
    });
    const records = run.stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(records).toHaveLength(SIZE + 1);
    const lastRead = seen.findLastIndex((each) => each.startsWith('/'));
    expect(seen.indexOf('line')).toBeLessThan(lastRead);
  });
});
