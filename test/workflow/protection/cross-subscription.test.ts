// Machines of one subscription and vaults of another: found, followed to their vault, and refused where Azure cannot.

import { describe, expect, it } from 'vitest';
import { buildCrossSubscriptionWorld } from '../../../src/sandbox/estates/cross-subscription-world.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { runCli, TEST_NOW, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { substance } from '../support/contoso.js';

const FIRST = '00000000-0000-0000-0000-000000000001';
const SECOND = '00000000-0000-0000-0000-000000000002';
const PARTNER = '00000000-0000-0000-0000-000000000009';
const vaultIn = (subscription: string, group: string, name: string): string =>
  `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.RecoveryServices/vaults/${name}`;
const CENTRAL = vaultIn(FIRST, 'rg-backup', 'rsv-central');
const vm = (name: string, subscription = SECOND): string =>
  `/subscriptions/${subscription}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/${name}`;

const world = (): WorldState => buildCrossSubscriptionWorld(TEST_NOW);
const central = (state: WorldState) => state.backup[CENTRAL.toLowerCase()];
const itemOf = (state: WorldState, name: string) =>
  central(state)?.items[`vm;iaasvmcontainerv2;rg-app;${name}`];

interface Rows {
  readonly items: readonly (Record<string, unknown> & {
    readonly vm: { readonly id: string; readonly name: string };
    readonly outcome: string;
    readonly vault?: { readonly id: string } | null;
  })[];
}

function azbackup(words: string, options: RunOptions = {}): Promise<CliRun> {
  return runCli([...words.split(' '), '-o', 'json'], { world: world(), ...options });
}

describe('enable with a vault of another subscription', () => {
  const enable = (name: string, vault = CENTRAL, options: RunOptions = {}): Promise<CliRun> =>
    azbackup(`enable --vm ${vm(name)} --vault ${vault}`, options);

  it('protects a machine without ADE', async () => {
    const run = await enable('app01');
    expect([run.code, run.writes.length]).toEqual([0, 1]);
    expect(run.json<Rows>().items).toMatchObject([{ outcome: 'enabled', vault: { id: CENTRAL } }]);
    expect(itemOf(run.world, 'app01')?.vmId).toBe(vm('app01'));
    const again = await enable('app01', CENTRAL, { world: run.world });
    expect([again.code, again.writes.length]).toEqual([0, 0]);
  });

  it('refuses ADE with the page, before anything is asked to change', async () => {
    const state = world();
    const before = substance(state);
    const run = await runCli(['enable', '--vm', vm('ade01'), '--vault', CENTRAL], { world: state });
    expect([run.code, run.writes.length]).toEqual([5, 0]);
    expect(run.stdout).toContain('vm.subscription-matches-vault');
    expect(run.stdout.replaceAll(/\s+/gu, '')).toContain(
      'https://learn.microsoft.com/azure/backup/backup-azure-vms-encryption',
    );
    expect(substance(state)).toEqual(before);
  });

  it('is refused by Azure itself with ADE', async () => {
    const run = await azbackup(
      `enable --vm ${vm('ade01')} --vault ${CENTRAL} --ignore vm.subscription-matches-vault`,
    );
    expect(run.code).toBe(7);
    expect(run.stdout).toContain('UserErrorEncryptedVmCrossSubscriptionBackupNotSupported');
    expect(itemOf(run.world, 'ade01')).toBeUndefined();
  });

  it('refuses a machine whose group and name another one has in that vault', async () => {
    const run = await enable('app04');
    expect([run.code, run.writes.length]).toEqual([5, 0]);
    expect(run.stdout).toContain(vm('app04', FIRST));
    expect(itemOf(run.world, 'app04')?.vmId).toBe(vm('app04', FIRST));
  });

  it('does not take over the item of another machine, whatever is overridden', async () => {
    const run = await azbackup(
      `enable --vm ${vm('app04')} --vault ${CENTRAL} --ignore vm.subscription-matches-vault`,
    );
    expect(run.code).toBe(7);
    expect(itemOf(run.world, 'app04')?.vmId).toBe(vm('app04', FIRST));
  });

  it('refuses a vault of another tenant that cannot be read', async () => {
    const run = await enable('app01', vaultIn(PARTNER, 'rg-fabrikam', 'rsv-fabrikam'));
    expect([run.code, run.writes.length]).toEqual([5, 0]);
    expect(run.stderr).toContain('AZB_TENANT_MISMATCH');
    expect(run.stderr).not.toContain('az login');
  });

  it('refuses a vault of another tenant that can be read', async () => {
    const run = await enable('app01', CENTRAL, {
      around: async (request, answer) => {
        const response = await answer();
        return new URL(request.url).pathname === `/subscriptions/${FIRST}`
          ? new Response(
              (await response.text()).replace(/"tenantId":"[^"]+"/u, `"tenantId":"${PARTNER}"`),
              response,
            )
          : response;
      },
    });
    expect([run.code, run.writes.length]).toEqual([5, 0]);
    expect(run.stdout).toContain(`vault in tenant ${PARTNER}`);
  });

  it('needs Azure Backup registered in the subscription of the machine', async () => {
    const state = world();
    for (const subscription of state.subscriptions) {
      if (subscription.subscriptionId === SECOND) {
        subscription.registeredProviders = subscription.registeredProviders.filter(
          (each) => each !== 'microsoft.recoveryservices',
        );
      }
    }
    const run = await enable('app01', CENTRAL, { world: state });
    expect([run.code, run.writes.length]).toEqual([5, 0]);
    expect(run.stdout).toContain(
      `az provider register --namespace Microsoft.RecoveryServices --wait --subscription ${SECOND}`,
    );
  });

  it('makes a new vault where the machine is', async () => {
    const run = await azbackup(`enable --vm ${vm('ade01')} --create-vault rsv-new --yes`);
    expect(run.code).toBe(0);
    expect(Object.keys(run.world.backup)).toContain(
      vaultIn(SECOND, 'rg-app', 'rsv-new').toLowerCase(),
    );
  });
});

describe('a machine that a vault of another subscription protects', () => {
  const states: readonly (readonly [string, string])[] = [
    ['ade01', 'not-protected'],
    ['ade02', 'error'],
    ['app01', 'not-protected'],
    ['app02', 'protected'],
    ['app03', 'stopped'],
    ['app04', 'not-protected'],
  ];

  it.each(states)('is found by its id: %s is %s', async (name, outcome) => {
    const run = await azbackup(`status --vm ${vm(name)}`);
    expect(run.json<Rows>().items).toMatchObject([{ vm: { id: vm(name) }, outcome }]);
  });

  it.each([`--subscription ${SECOND}`, `--subscription ${SECOND} --subscription ${FIRST}`])(
    'is found among all of %s',
    async (place) => {
      const run = await azbackup(`status --all ${place}`);
      const rows = run
        .json<Rows>()
        .items.filter((row) => row.vm.id.includes(SECOND))
        .map((row) => `${row.vm.name} ${row.outcome}`);
      expect(new Set(rows)).toEqual(new Set(states.map((state) => state.join(' '))));
    },
  );

  it('names what was not looked at', async () => {
    const forbidden = (request: Request): boolean =>
      new URL(request.url).pathname.toLowerCase().startsWith(`/subscriptions/${FIRST}/`);
    const options: RunOptions = {
      around: async (request, answer) =>
        forbidden(request)
          ? Response.json(
              { error: { code: 'AuthorizationFailed', message: 'no' } },
              { status: 403 },
            )
          : answer(),
    };
    const run = await azbackup(`status --vm ${vm('app02')}`, options);
    expect(run.stderr).toContain(FIRST);
    expect(run.stderr).toContain('may protect app02');
    const metrics = await azbackup(`metrics --vm ${vm('app02')} --vm ${vm('ade01')}`, options);
    expect(metrics.code).toBe(6);
    expect(metrics.stderr).toContain(`not looked for in all vaults of subscriptions ${FIRST}`);
    expect(metrics.json<Rows>()).toMatchObject({
      complete: false,
      items: [
        { outcome: 'partly-read', protected: null },
        { outcome: 'read', protected: false },
      ],
    });
    const report = await azbackup(`report --vm ${vm('app02')}`, options);
    expect(report.json<Rows>().items).toMatchObject([
      { outcome: 'unknown', reasons: [expect.stringContaining('not looked for in all vaults')] },
    ]);
    const change = await azbackup(`backup-now --vm ${vm('app02')}`, options);
    expect(change.code).toBe(3);
    expect(change.stderr).toContain(`vaults not looked into, of subscriptions: ${FIRST}`);
  });

  it.each([
    [`backup-now --vm ${vm('app02')} --no-wait`, 0],
    [`recovery-points list --vm ${vm('app02')}`, 0],
    [`disable --vm ${vm('app02')} --yes`, 0],
    [`resume --vm ${vm('app03')} --policy daily-30-days`, 0],
    [`restore --vm ${vm('app02')} --yes`, 0],
    [`backup-now --vm app02 --subscription ${SECOND} --dry-run`, 0],
    [`disable --all --subscription ${SECOND} --protected elsewhere --expect 3 --yes`, 0],
  ])('is followed to its vault by %s', async (words, code) => {
    const run = await azbackup(words);
    expect(run.code).toBe(code);
    const writes = run.writes.map(({ url }) => new URL(url).pathname.toLowerCase());
    expect(writes.filter((path) => path.includes('/backupfabrics/'))).toEqual(
      writes.filter((path) => path.startsWith(CENTRAL.toLowerCase())),
    );
  });

  it.each([vm('app02'), `app02 --subscription ${SECOND}`])(
    'has its jobs there: %s',
    async (named) => {
      const run = await azbackup(`jobs list --vm ${named}`);
      const { items } = run.json<{ items: readonly { vm: { name: string } }[] }>();
      expect(items.length).toBeGreaterThan(5);
    },
  );

  it.each([`--vm ${vm('ade02')}`, `--all --subscription ${SECOND}`])(
    'has its recovery points in retirement inventory %s',
    async (words) => {
      const run = await azbackup(`retirement inventory ${words}`);
      const row = run.json<Rows>().items.find(({ vm: { name } }) => name === 'ade02');
      expect(row).toMatchObject({ protection: [{ vault: { id: CENTRAL } }] });
    },
  );

  it('is not sent to Azure for a backup once ADE encrypts it', async () => {
    const run = await azbackup(`backup-now --vm ${vm('ade02')}`);
    expect([run.code, run.writes.length]).toEqual([5, 0]);
    expect(run.stdout).toContain('vm.subscription-matches-vault');
  });

  it('cannot be backed up once ADE encrypts it, whatever is overridden', async () => {
    const run = await azbackup(
      `backup-now --vm ${vm('ade02')} --ignore vm.subscription-matches-vault`,
    );
    expect(run.code).toBe(7);
    expect(run.stdout).toContain('UserErrorEncryptedVmCrossSubscriptionBackupNotSupported');
  });

  it('is not restored where its vault allows nothing outside its own subscription', async () => {
    const state = world();
    const vault = state.resources[CENTRAL.toLowerCase()];
    Object.assign(vault?.properties['settings'] ?? {}, {
      crossSubscriptionRestoreState: 'Disabled',
    });
    const run = await azbackup(`restore --vm ${vm('app02')} --yes`, { world: state });
    expect(run.code).not.toBe(0);
    expect(`${run.stdout}${run.stderr}`).toContain('UserErrorCrossSubscriptionRestore');
  });
});

/** ade02 before its first backup with ADE: the last one ended well. */
function encryptedJustNow(): WorldState {
  const state = world();
  const item = itemOf(state, 'ade02');
  expect(item?.lastBackupStatus).toBe('Failed');
  Object.assign(item ?? {}, { lastBackupStatus: 'Completed' });
  return state;
}

describe('a machine that ADE encrypted after its last good backup', () => {
  it.each([
    `status --vm ${vm('ade02')}`,
    `status --all --subscription ${SECOND}`,
    `status --vault ${CENTRAL}`,
  ])('does not pass for well protected by %s', async (words) => {
    const run = await azbackup(words, { world: encryptedJustNow() });
    const row = run.json<Rows>().items.find(({ vm: { name } }) => name === 'ade02');
    expect(row).toMatchObject({
      outcome: 'protected',
      findings: [{ checkId: 'vm.subscription-matches-vault', status: 'fail' }],
    });
    expect(run.code).toBe(6);
    expect(run.stderr).toContain('the next backup will fail: ade02');
  });

  it('is not safe in a report', async () => {
    const run = await azbackup(`report --vm ${vm('ade02')} --out -`, { world: encryptedJustNow() });
    expect(run.stdout).toContain('which Azure does not support with ADE');
  });
});

describe('a name that two machines have', () => {
  it('does not mean the item of a machine of another subscription', async () => {
    const run = await azbackup(`disable --vm app03 --subscription ${FIRST} --yes`);
    expect([run.code, run.writes.length]).toEqual([2, 0]);
    expect(run.stderr).toContain('AZB_ITEM_AMBIGUOUS');
  });

  it('does not mean an item that only has its name', async () => {
    const run = await azbackup(`disable --vm app04 --subscription ${SECOND} --yes`);
    expect([run.code, run.writes.length]).toEqual([3, 0]);
  });
});
