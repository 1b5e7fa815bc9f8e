// `--timeout` holds in every wait: no command goes on waiting for longer than it was told to, whatever Azure does.
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/sandbox/faults/request-faults.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';

/** What must never be exceeded by more than the retries of the one request that is on its way. */
const RETRIES_SECONDS = 10;

const NETWORK = '--vnet vnet-prod --subnet default';

/** A command with its limit in seconds, how it ends, and what goes wrong meanwhile. */
type Row = readonly [argv: string, seconds: number, exit: number, faults?: readonly Fault[]];

const BUSY: Fault = {
  match: '* **/protectedItems/*',
  then: {
    kind: 'status',
    status: 409,
    code: 'BMSUserErrorConflictingProtectionOperation',
    message: 'Another operation is running on this item.',
  },
};
const lost = (match: string): Fault => ({ match, then: { kind: 'reset' } });

const ROWS: readonly Row[] = [
  ['enable --vm VM003 --timeout 10s', 10, 8],
  ['enable --vm VM001 --grant --role built-in --timeout 10s', 10, 8],
  // Azure does not see the new role within that time, and nothing goes on by itself.
  ['enable --vm VM001 --grant --timeout 10s', 10, 7],
  ['enable --vm VM003 --timeout 40s', 40, 7, [{ ...BUSY, match: 'PUT **/protectedItems/*' }]],
  ['disable --vm VM010 --timeout 5s', 5, 8],
  ['undelete --vm VM011 --timeout 5s', 5, 8],
  ['backup-now --vm VM005 --wait 60s', 60, 8],
  ['backup-now --vm VM005 --wait 20s', 20, 10, [lost('POST **/backup')]],
  ['policy update daily-90-days --vault rsv-prod --daily 20:00 --timeout 5s', 5, 8],
  ['vault create rsv-new -g rg-prod --timeout 1s', 1, 8],
  ['restore --vm VM005 --timeout 30s', 30, 8],
  ['restore --vm VM005 --timeout 12s', 12, 10, [lost('POST **/restore')]],
  [`restore --vm VM014 --to vm --name VM014R ${NETWORK} --timeout 30s`, 30, 8],
];

describe('the limit of a wait', () => {
  it.each(ROWS.map((row) => [row[0], row] as const))(
    '%s',
    async (argv, [, seconds, exit, faults = []]) => {
      const world = defaultWorld();
      const before = world.nowMilliseconds;
      const run = await runCli(argv.split(' '), { world, faults: [...faults] });
      const waited = (world.nowMilliseconds - before) / 1000;
      expect({ code: run.code, inTime: waited <= seconds + RETRIES_SECONDS }).toEqual({
        code: exit,
        inTime: true,
      });
    },
  );
});

describe('a request that hangs', () => {
  it('has no more than the time that is left, and the wait ends as it would have', async () => {
    const seconds: number[] = [];
    let goOff = (): void => undefined;
    const run = await runCli(['enable', '--vm', 'VM003', '--timeout', '40s'], {
      schedule: (callback, after) => {
        seconds.push(after);
        goOff = callback;
        return () => undefined;
      },
      around: (request, answer) => {
        if (!request.url.includes('/operationsStatus/')) {
          return answer();
        }
        setImmediate(() => goOff());
        return new Promise(() => undefined);
      },
    });
    expect(run.code).toBe(8);
    expect(Math.max(...seconds)).toBeLessThanOrEqual(40);
  });
});
