// The plan of machines of a world; the commands of ours that it prints are pasted by the runner of these tests.
import { describe, expect, it } from 'vitest';
import type { RetirementPlanDocument } from '../../../src/commands/retirement/plan/result.js';
import { retirementWorld } from '../../support/worlds/retirement-world.js';
import { runCli } from '../../support/run-cli.js';

describe('retirement plan', () => {
  it('has the way out of the inventory, and steps for each that has one', async () => {
    const world = retirementWorld();
    const named = ['VM002', 'VM003', 'VM101', 'VM102', 'VM105', 'VM106', 'VM107'];
    const argv = ['retirement', 'plan', ...named.flatMap((name) => ['--vm', name])];
    const run = await runCli([...argv, '-o', 'json'], { world });
    expect([run.code, run.writes]).toEqual([0, []]);
    const { items } = run.json<RetirementPlanDocument>();
    expect(
      Object.fromEntries(items.map(({ vm, outcome, steps }) => [vm.name, [outcome, steps.length]])),
    ).toEqual({
      VM002: ['decrypt-then-upload', 15],
      VM003: ['none', 0],
      VM101: ['decrypt-then-upload', 15],
      VM102: ['rebuild', 13],
      VM105: ['redeploy', 4],
      VM106: ['redeploy', 4],
      VM107: ['points-only', 4],
    });
  });

  it('shows a person the steps in order, with dates and commands', async () => {
    const argv = ['retirement', 'plan', '--vm', 'VM102', '--deadline', '2027-10-31'];
    const { code, stdout } = await runCli(argv, { world: retirementWorld() });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^VM102 {3}rebuild: the OS disk of Linux cannot be decrypted\n\n1\. Run a restore drill/u,
    );
    expect(stdout).toContain('(by 2027-10-31)');
    // The point of 1 November is there for a year.
    expect(stdout).toContain('1 of 30 recovery points with ADE are');
    expect(stdout).toMatch(/Revoke the access .*\(not before 2027-11-0\d\)/u);
    expect(stdout).toContain('    azbackup disable --vm VM102 --vault rsv-prod --retain-data');
    expect(stdout).toMatch(/nothing was changed/u);
  });

  it('says that a deadline is past', async () => {
    const argv = ['retirement', 'plan', '--vm', 'VM102', '--deadline', '2026-11-01'];
    const { code, stdout } = await runCli(argv, { world: retirementWorld() });
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain('The deadline, 2026-11-01, is past.');
  });

  it('says what could not be read, and ends with 6', async () => {
    const run = await runCli(
      ['retirement', 'plan', '--vm', 'VM005', '--vm', 'VM014', '-o', 'json'],
      {
        faults: [{ match: 'GET **vm005/recoveryPoints', then: { kind: 'status', status: 503 } }],
      },
    );
    expect(run.code).toBe(6);
    const { items, summary } = run.json<RetirementPlanDocument>();
    expect(summary.unread).toBe(1);
    expect(items.find(({ vm }) => vm.name === 'VM005')).toMatchObject({
      drain: 'unknown',
      drainDay: null,
    });
  });
});
