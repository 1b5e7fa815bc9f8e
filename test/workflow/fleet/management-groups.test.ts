// Machines of all subscriptions beneath a management group, and what is said of those that cannot be read.
import { describe, expect, it } from 'vitest';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { assignRole } from '../../../src/sandbox/estates/build/role-assignments.js';
import { buildTwoSubscriptionsWorld } from '../../../src/sandbox/estates/two-subscriptions-world.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import type { SandboxFault } from '../../../src/sandbox/faults/request-faults.js';
import { runCli, TEST_NOW, type CliRun, type RunOptions } from '../../support/run-cli.js';

const GROUPS = '/providers/Microsoft.Management/managementGroups';
const FIRST = '00000000-0000-0000-0000-000000000001';
const SECOND = '00000000-0000-0000-0000-000000000002';
const NO_GRAPH: SandboxFault = {
  match: 'POST **/Microsoft.ResourceGraph/resources',
  then: { kind: 'status', status: 403, code: 'AccessDenied' },
};
const UNKNOWN_OTHERS = 'to learn of others you need Microsoft.Management/managementGroups';

function world(...readerAt: readonly string[]): WorldState {
  const state = buildTwoSubscriptionsWorld(TEST_NOW);
  for (const group of readerAt) {
    const scope = `${GROUPS}/${group}`;
    assignRole(state, { principalId: objectIds.operator, role: 'reader', scope });
  }
  return state;
}

/** The operator has no role in the second subscription. */
function withoutSecond(state: WorldState): WorldState {
  const { assignments } = state.authorization;
  for (const [name, { scope, principalId }] of Object.entries(assignments)) {
    if (principalId === objectIds.operator && scope.includes(SECOND)) {
      delete assignments[name];
    }
  }
  return state;
}

const status = (words: string, options: RunOptions): Promise<CliRun> =>
  runCli(['status', ...words.split(' '), '--exit-zero', '-o', 'json'], options);

function subscriptionsIn(run: CliRun): Readonly<Record<string, number>> {
  const { items } = run.json<{ items: { vm: { id: string } }[] }>();
  const counts: Record<string, number> = {};
  for (const { vm } of items) {
    const id = vm.id.split('/')[2] ?? '';
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts;
}

describe('a management group', () => {
  it.each([
    ['--all --management-group mg-data', { [SECOND]: 2 }],
    [`--all --management-group ${GROUPS}/mg-contoso`, { [FIRST]: 8, [SECOND]: 2 }],
    ['--all --management-group mg-data --management-group mg-contoso', { [FIRST]: 8, [SECOND]: 2 }],
    [`--all --management-group mg-contoso --subscription ${FIRST}`, { [FIRST]: 8 }],
    ['--tag env=prod --management-group mg-contoso', { [FIRST]: 3, [SECOND]: 2 }],
    ['-g rg-data --management-group mg-contoso', { [SECOND]: 2 }],
    ['--vm data01 --management-group mg-contoso', { [SECOND]: 1 }],
  ])('means what lies beneath it: %s', async (words, expected) => {
    const run = await status(words, { world: world('mg-contoso') });
    expect(subscriptionsIn(run)).toEqual(expected);
    expect(run.stderr).not.toMatch(/warning: (?:management group|\d+ subscriptions)/u);
  });

  it('counts, and not the subscription that a shell is set up for', async () => {
    const env = { AZBACKUP_SUBSCRIPTION: FIRST };
    const run = await status('--all --management-group mg-data', { world: world(), env });
    expect(subscriptionsIn(run)).toEqual({ [SECOND]: 2 });
  });

  it('without a role at it: what can be read of it, and that there may be more', async () => {
    const run = await status('--all --management-group mg-contoso', { world: world() });
    expect(subscriptionsIn(run)).toEqual({ [FIRST]: 8, [SECOND]: 2 });
    expect(run.stderr).toContain(UNKNOWN_OTHERS);
  });

  it.each<[string, readonly SandboxFault[]]>([
    ['Resource Graph', []],
    ['the lists', [NO_GRAPH]],
  ])('with a subscription that cannot be read: it is named, by %s', async (_, faults) => {
    const options = { world: withoutSecond(world('mg-contoso')), faults };
    const run = await status('--all --management-group mg-contoso', options);
    expect(subscriptionsIn(run)).toEqual({ [FIRST]: 8 });
    expect(run.stderr).toContain(
      `1 of 2 subscriptions left out, as you cannot read them: ${SECOND}`,
    );
    expect(run.code).toBe(6);
  });

  it('with a subscription whose machines cannot be listed: it is named', async () => {
    const refused: SandboxFault = {
      match: `GET **/subscriptions/${SECOND}/providers/Microsoft.Compute/virtualMachines`,
      then: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
    };
    const groups: SandboxFault = { ...refused, match: `GET **/${SECOND}/resourcegroups` };
    const run = await status('--all --management-group mg-contoso', {
      world: world('mg-contoso'),
      faults: [refused, groups],
    });
    expect(subscriptionsIn(run)).toEqual({ [FIRST]: 8 });
    expect(run.stderr).toContain(
      `1 subscriptions left out, as you cannot list their VMs: ${SECOND}`,
    );
    expect(run.code).toBe(6);
  });
});

describe('a management group that does not answer', () => {
  it('is refused with the right that is missing', async () => {
    const run = await status('--all --management-group mg-none', { world: world() });
    expect(run).toMatchObject({ code: 4, stdout: '' });
    expect(run.stderr).toContain('AZB_NOT_ALLOWED');
    expect(run.stderr).toContain('Microsoft.Management/managementGroups/descendants/read');
    expect(run.stderr).toContain('name the subscriptions with --subscription');
  });

  it('holds none of what is asked for', async () => {
    const words = `--all --management-group mg-data --subscription ${FIRST}`;
    const run = await status(words, { world: world('mg-contoso') });
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toContain('none of the subscriptions is beneath management group mg-data');
  });

  it.each([
    ['status --management-group mg-data', 'specify VMs'],
    ['status --vault rsv-data --management-group mg-data', 'add --all'],
    ['enable --management-group mg-data --yes', 'specify VMs'],
  ])('selects nothing by itself: %s', async (words, message) => {
    const run = await runCli(words.split(' '), { world: world() });
    expect(run).toMatchObject({ code: 2, exchanges: [] });
    expect(run.stderr).toContain(message);
  });
});

it('several subscriptions and none named: the error says how to name them', async () => {
  const run = await runCli(['status', '--all'], { world: world() });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('AZB_SUBSCRIPTION_AMBIGUOUS');
  expect(run.stderr).toContain('--subscription A --subscription B, or --management-group NAME');
});
