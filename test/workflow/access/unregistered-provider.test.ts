// A subscription that is not registered for a resource provider.

import { describe, expect, it } from 'vitest';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { CONTOSO } from '../support/contoso.js';
import { enable, preflight } from '../protection/only-item.js';

function worldWithout(namespace: string): WorldState {
  const world = defaultWorld();
  for (const subscription of world.subscriptions) {
    const kept = subscription.registeredProviders.filter((each) => each !== namespace);
    subscription.registeredProviders = kept;
  }
  return world;
}

const register = (namespace: string): string =>
  `az provider register --namespace ${namespace} --wait --subscription ${CONTOSO}`;

describe('an unregistered resource provider', () => {
  it.each([
    ['--vm VM001', 'Microsoft.RecoveryServices'],
    ['--vm VM001 --vault rsv-prod', 'Microsoft.RecoveryServices'],
  ])('is a finding of preflight %s, beside all others: %s', async (argv, namespace) => {
    const world = worldWithout(namespace.toLowerCase());
    const { item, run } = await preflight(argv, { world });
    const found = item.findings.find(({ checkId }) => checkId === 'vm.providers-registered');
    expect(found).toMatchObject({ status: 'fail', fix: [register(namespace)] });
    expect(item.findings.some(({ checkId }) => checkId === 'ade.state-settled')).toBe(true);
    expect(run.code).toBe(5);
  });

  it('keeps enable from sending anything', async () => {
    const world = worldWithout('microsoft.recoveryservices');
    const { run, item } = await enable('--vm VM003 --create-vault rsv-new', { world });
    expect([run.code, item.outcome, run.writes]).toEqual([5, 'blocked', []]);
  });

  it.each([
    ['vault list', 'Microsoft.RecoveryServices'],
    ['policy list', 'Microsoft.RecoveryServices'],
    ['preflight --vm VM003', 'Microsoft.Compute'],
  ])('is said with its command where nothing else can be: %s', async (argv, namespace) => {
    const run = await runCli(argv.split(' '), { world: worldWithout(namespace.toLowerCase()) });
    expect(run.stderr).toContain(register(namespace).replace(/ --subscription .*/u, ''));
    expect(run.stderr).toContain('AZB_PROVIDER_NOT_REGISTERED');
    expect(run.code).toBe(7);
  });
});
