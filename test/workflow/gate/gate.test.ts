// `azbackup gate` on whole worlds: what is met, missed and waived, and what could not be found out.
import { beforeAll, describe, expect, it } from 'vitest';
import type { GateDocument } from '../../../src/commands/gate/result.js';
import type { StatusDocument } from '../../../src/commands/status/result.js';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import { runCli, TEST_NOW, type CliRun, type RunOptions } from '../../support/run-cli.js';

/** A file of one block. */
function gateFile(select: string, rules: string, rest = ''): string {
  return `version: 1\nblocks:\n  - name: all\n    select: { ${select} }\n    rules: { ${rules} }\n${rest}`;
}

function gate(file: string, options: RunOptions = {}): Promise<CliRun> {
  return runCli(['gate', '-f', '-', '-o', 'json'], { stdin: file, ...options });
}

const RULES = [
  'protected: true',
  'last-point-max-age: 26h',
  'last-job-succeeded: true',
  'keys-usable: true',
  'grant-in-place: true',
  'purge-protection: true',
  'soft-delete: true',
  'immutability: true',
  'cross-region: true',
  'policy: daily-90-days',
  'retention-at-least: daily=30',
  'no-points-after-retirement: true',
].join(', ');

describe('the machines of the default world', () => {
  let run: CliRun;
  let document: GateDocument;
  beforeAll(async () => {
    run = await gate(gateFile('all: true', RULES));
    document = run.json<GateDocument>();
  });

  const outcomes = (name: string): Record<string, string> =>
    Object.fromEntries(
      document.items
        .filter(({ vm }) => vm.name === name)
        .flatMap(({ results }) => results.map(({ rule, outcome }) => [rule, outcome])),
    );

  it('meet or miss each rule', () => {
    expect(run.code).toBe(12);
    expect(document.verdict).toBe('not-met');
    expect(outcomes('VM005')).toEqual({
      protected: 'met',
      'last-point-max-age': 'met',
      'last-job-succeeded': 'met',
      'keys-usable': 'met',
      'grant-in-place': 'met',
      'purge-protection': 'met',
      'soft-delete': 'met',
      immutability: 'not-met',
      'cross-region': 'met',
      policy: 'met',
      'retention-at-least': 'met',
      'no-points-after-retirement': 'met',
    });
    expect(outcomes('VM014')).toMatchObject({
      protected: 'met',
      'last-job-succeeded': 'not-met',
      'keys-usable': 'not-met',
    });
    expect(outcomes('VM010')).toMatchObject({ 'keys-usable': 'not-applicable', policy: 'not-met' });
    expect(outcomes('VM003')).toMatchObject({ protected: 'not-met', 'soft-delete': 'not-met' });
  });

  it('are judged as status judges them', async () => {
    const names = document.items.flatMap(({ vm }) => ['--vm', vm.name]);
    const status = (await runCli(['status', ...names, '-o', 'json'])).json<StatusDocument>();
    const keys = status.items.map(({ vm, keyHealth }) => [vm.name, keyHealth ?? 'none']);
    const WORDS: Record<string, string> = {
      met: 'in-place',
      'not-applicable': 'none',
      unknown: 'unknown',
    };
    for (const [name = '', health = ''] of keys) {
      const outcome = outcomes(name)['keys-usable'] ?? '';
      expect([name, WORDS[outcome] ?? 'gone or disabled']).toEqual([
        name,
        ['gone', 'disabled'].includes(health) ? 'gone or disabled' : health,
      ]);
    }
  });

  it('are read once, and cost little more than in status', async () => {
    const arm = run.exchanges
      .filter(({ url }) => new URL(url).host.startsWith('management.'))
      .map(({ method, url }) => `${method} ${new URL(url).pathname}`)
      .filter((line) => !/roleAssignments|denyAssignments|backupStatus/u.test(line));
    expect(arm.filter((line, at) => arm.indexOf(line) < at)).toEqual([]);
    expect(run.writes).toEqual([]);
  });
});

describe('waivers', () => {
  const waiver = (expires: string): string =>
    `waivers:\n  - { rule: immutability, scope: VM005, reason: in March, expires: ${expires} }\n`;
  const file = (expires: string): string =>
    gateFile('vm: VM005', 'protected: true, immutability: true', waiver(expires));

  it('waive until they expire, and are then named', async () => {
    const held = await gate(file('2027-03-01'));
    expect(held.code).toBe(0);
    expect(held.json<GateDocument>()).toMatchObject({
      verdict: 'met',
      items: [{ results: [{ outcome: 'met' }, { outcome: 'waived', waiver: { line: 7 } }] }],
      waivers: [{ state: 'in-use' }],
    });
    const stdin = file('2026-11-01');
    const expired = await runCli(['gate', '-f', '-'], { stdin });
    expect(expired.code).toBe(12);
    expect(expired.stdout).toMatch(/immutability\s+not met[^\n]*the waiver of line 7 expired/u);
    expect(expired.stdout).toContain('the waiver of immutability for VM005');
  });
});

describe('what could not be found out', () => {
  const faulty = async (rest = ''): Promise<CliRun> => {
    const world = buildFleetWorld({ virtualMachines: 99, seed: '1', nowMilliseconds: TEST_NOW });
    let first: string | undefined;
    /** The secret that is asked for first cannot be read. */
    const around: RunOptions['around'] = async (request, answer) => {
      const { host, pathname } = new URL(request.url);
      if (!host.includes('.vault.') || !pathname.includes('/secrets/')) {
        return answer();
      }
      first ??= pathname;
      return pathname === first ? new Response('{}', { status: 503 }) : answer();
    };
    return gate(`${rest}${gateFile('all: true', 'keys-usable: true')}`, { world, around });
  };

  it('of one machine among many does not pass silently', async () => {
    const run = await faulty();
    const { verdict, items, summary } = run.json<GateDocument>();
    expect([run.code, verdict]).toEqual([6, 'unknown']);
    expect(summary.outcomes).toEqual({ met: 98, unknown: 1 });
    expect(items.find(({ outcome }) => outcome === 'unknown')?.results[0]?.reason).toMatch(
      /^whether the keys and secrets of vm-\d+ are in place could not be read$/u,
    );
  });

  it('passes where the file lets it, and is shown', async () => {
    const run = await faulty('unknown: pass\n');
    expect([run.code, run.json<GateDocument>().verdict]).toEqual([0, 'met']);
    expect(run.json<GateDocument>().summary.results).toMatchObject({ unknown: 1 });
  });
});

it('says what writes a first file where there is none', async () => {
  const run = await runCli(['gate', '-f', 'new.gate.yaml']);
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('AZB_FILE_UNREADABLE');
  expect(run.stderr).toContain('azbackup gate init -f new.gate.yaml');
  expect(run.exchanges).toEqual([]);
});
