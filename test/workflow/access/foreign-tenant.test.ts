// A key vault, or a subscription, of another tenant than the one signed in to.

import { describe, expect, it } from 'vitest';
import type { PreflightItem } from '../../../src/commands/preflight/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { addSubscription, keyVaultId, resource, substance } from '../support/contoso.js';
import { enable, grantAccess, words } from '../protection/only-item.js';

const FABRIKAM = '99999999-9999-4999-8999-999999999999';

function addFabrikam(world: WorldState): void {
  world.directory.tenants.push({
    tenantId: FABRIKAM,
    displayName: 'Fabrikam',
    defaultDomain: 'fabrikam.example',
  });
}

/** The key vault of VM002 is still of the tenant that its subscription has left. */
function worldWithForeignKeyVault(): WorldState {
  const world = defaultWorld();
  addFabrikam(world);
  const { properties } = resource(world, keyVaultId('kv-prod-policy'));
  properties['tenantId'] = FABRIKAM;
  return world;
}

describe('a key vault of another tenant', () => {
  it('is unknown for its machine, and the others are checked', async () => {
    const run = await runCli(words('preflight', '--vm VM001 --vm VM002 --vm VM003'), {
      world: worldWithForeignKeyVault(),
    });
    const { items } = run.json<{ items: PreflightItem[] }>();
    expect(items.map(({ vm, outcome }) => `${vm.name} ${outcome}`)).toEqual([
      'VM001 blocked',
      'VM002 warning',
      'VM003 ready',
    ]);
    const findings = items[1]?.findings.filter(({ status }) => status === 'unknown') ?? [];
    expect(findings.map(({ checkId }) => checkId)).toEqual(
      expect.arrayContaining([
        'ade.secret-current',
        'access.principal-known',
        'access.secrets-granted',
      ]),
    );
    expect(JSON.stringify(findings)).toContain(`az login --tenant ${FABRIKAM}`);
    expect(run.code).toBe(5);
  });

  it('gets no grant to whoever is the service in this tenant', async () => {
    const world = worldWithForeignKeyVault();
    const before = substance(world);
    const { run, item } = await grantAccess('--vm VM002', { world });
    expect([run.code, item.outcome, run.writes]).toEqual([5, 'blocked', []]);
    expect(run.stdout).toContain(FABRIKAM);
    expect(substance(world)).toEqual(before);
    const enabled = await enable('--vm VM002 --grant', { world });
    expect(enabled.run.exchanges.filter(({ url }) => url.includes('accessPolicies'))).toEqual([]);
  });

  it('is told with the sign-in that it wants, where nothing else can be done', async () => {
    const run = await runCli(['restore-keys', '--vm', 'VM002'], {
      world: worldWithForeignKeyVault(),
    });
    expect(`${run.stdout}${run.stderr}`).not.toMatch(/az login$/mu);
    expect(run.code).not.toBe(1);
  });
});

describe('a subscription of another tenant', () => {
  it('ends in the sign-in that it wants', async () => {
    const world = defaultWorld();
    const id = addSubscription(world);
    addFabrikam(world);
    for (const subscription of world.subscriptions) {
      if (subscription.subscriptionId === id) {
        subscription.tenantId = FABRIKAM;
      }
    }
    const run = await runCli(['vault', 'list', '--subscription', id], { world });
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('AZB_NO_TOKEN_FOR_TENANT');
    expect(run.stderr).toContain(`az login --tenant ${FABRIKAM}`);
    expect(run.stderr).toContain('az account set');
  });
});
