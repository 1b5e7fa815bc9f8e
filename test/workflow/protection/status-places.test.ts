// Where status looks: the vault asked for, any vault, and items whose machines are gone.
import { describe, expect, it } from 'vitest';
import type { EnableDocument } from '../../../src/commands/enable/result.js';
import type { StatusDocument } from '../../../src/commands/status/result.js';
import { removeResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { seedRecoveryVault } from '../../../src/sandbox/providers/recovery-services/vaults/seed.js';
import { defaultWorld, runCli, type RunOptions } from '../../support/run-cli.js';
import { knownItem, recoveryVaultId, vmId } from '../support/contoso.js';
import { enable, grantAccess, preflight, status, words } from './only-item.js';

/** Two vaults of the region in a group where no machine is, beside the one in the machines' own. */
function withSeveralVaults(): WorldState {
  const world = defaultWorld();
  seedRecoveryVault(world, {
    id: recoveryVaultId('rsv-second'),
    location: 'japaneast',
    createdMilliseconds: world.nowMilliseconds,
  });
  return world;
}

describe('where several vaults could be meant', () => {
  it('status needs none', async () => {
    const world = withSeveralVaults();
    const { run, item } = await status('--vm VM003', { world });
    expect(run.code).toBe(0);
    expect(item).toMatchObject({ outcome: 'not-protected', error: null });
    const both = await runCli(words('status', '--vm VM005 --vm VM003'), { world });
    expect(both.code).toBe(0);
    expect(both.json<StatusDocument>().items.map(({ outcome }) => outcome)).toEqual([
      'protected',
      'not-protected',
    ]);
  });

  it('grant-access needs none', async () => {
    const world = withSeveralVaults();
    const { run, item } = await grantAccess('--vm VM001', { world });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('granted');
  });

  it('preflight judges the rest, and says that none is chosen, and how to', async () => {
    const world = withSeveralVaults();
    const { run, item } = await preflight('--vm VM001', { world });
    expect(run.code).toBe(5);
    const failed = item.findings.filter(({ status: found }) => found === 'fail');
    expect(failed.map(({ checkId }) => checkId)).toEqual([
      'access.secrets-granted',
      'access.keys-granted',
      'vault.found',
    ]);
    const open = failed.find(({ checkId }) => checkId === 'vault.found');
    expect(open?.evidence).toContain(recoveryVaultId('rsv-second'));
    const fix = open?.fix[0]?.split(' ').slice(1) ?? [];
    const chosen = await runCli([...fix, '-o', 'json'], { world });
    expect(chosen.stdout).not.toContain('No vault is chosen');
  });

  it('enable, which makes the item, still wants it named', async () => {
    const run = await runCli(words('enable', '--vm VM003'), { world: withSeveralVaults() });
    expect(run).toMatchObject({ code: 2, writes: [] });
    expect(run.stderr).toContain('AZB_VAULT_AMBIGUOUS');
  });
});

describe('status --vm with --vault', () => {
  it('looks in that vault alone, and says where else the machine is protected', async () => {
    const { run, item } = await status('--vm VM010 --vault rsv-prod');
    expect(run.code).toBe(0);
    expect(item).toMatchObject({ outcome: 'elsewhere', vault: { name: 'rsv-legacy' } });
    expect((await status('--vm VM010 --vault rsv-legacy')).item.outcome).toBe('protected');
    expect((await status('--vm VM010 --vault rsv-prod --max-age 26h')).run.code).toBe(6);
  });

  it.each([
    ['VM003', 'not-protected'],
    ['VM005', 'protected'],
  ])('%s is %s in rsv-prod', async (vm, outcome) => {
    const { item } = await status(`--vm ${vm} --vault rsv-prod`, { world: withSeveralVaults() });
    expect(item.outcome).toBe(outcome);
  });
});

describe('a machine that is gone', () => {
  function without(vm: string): WorldState {
    const world = defaultWorld();
    removeResource(world, vmId(vm));
    return world;
  }

  it.each(['--vm VM005', `--vm ${vmId('VM005')}`, '--vm VM005 --vault rsv-prod'])(
    'is found by its item: %s',
    async (argv) => {
      const { run, item } = await status(argv, { world: without('VM005') });
      expect(run.code).toBe(0);
      expect(item).toMatchObject({
        outcome: 'machine-gone',
        machineGone: true,
        vault: { name: 'rsv-prod' },
        policy: 'daily-90-days',
        lastRecoveryPoint: { time: '2026-11-22T18:00:08Z' },
      });
    },
  );

  it('beside one that is there, and one that never was', async () => {
    const world = without('VM005');
    const run = await runCli(words('status', '--vm VM005 --vm VM016'), { world });
    expect(run.json<StatusDocument>().items.map(({ outcome }) => outcome)).toEqual([
      'machine-gone',
      'error',
    ]);
    const none = await runCli(words('status', '--vm VM099'), { world });
    expect(none.code).toBe(3);
    expect(none.stderr).toContain('AZB_VM_NOT_FOUND');
  });

  it('counts for --max-age, and is marked in the table', async () => {
    const world = without('VM005');
    const { run, item } = await status('--vm VM005 --max-age 26h', { world });
    expect(run.code).toBe(6);
    expect(item.tooOld).toBe(true);
    const table = await runCli(['status', '--vault', 'rsv-prod'], { world });
    expect(table.stdout).toMatch(/VM005\s+VM gone/u);
  });

  it('is still called soft-deleted where it is', async () => {
    const { item } = await status('--vm VM011', { world: without('VM011') });
    expect(item).toMatchObject({ outcome: 'soft-deleted', machineGone: true });
  });
});

describe('an item that Azure has paused', () => {
  function paused(): WorldState {
    const world = defaultWorld();
    knownItem(world, 'VM005').protectionState = 'ProtectionPaused';
    return world;
  }

  it('is not protected, and can be resumed', async () => {
    const world = paused();
    expect((await status('--vm VM005', { world })).item.outcome).toBe('paused');
    const resumed = await runCli(words('resume', '--vm VM005'), { world });
    expect(resumed.code).toBe(0);
    expect((await status('--vm VM005', { world })).item.outcome).toBe('protected');
  });

  it('is not "already enabled"', async () => {
    const { run, item } = await enable('--vm VM005', { world: paused() });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('resumed');
  });
});

describe('a backup status that Azure calls Invalid', () => {
  const around: RunOptions['around'] = async (request, answer) => {
    const response = await answer();
    if (!/\/backupStatus\?/u.test(request.url)) {
      return response;
    }
    const text = (await response.text()).replace('"NotProtected"', '"Invalid"');
    return new Response(text, { status: 200, headers: response.headers });
  };

  it('is unknown: neither a bug, nor taken for not protected', async () => {
    const { run, item } = await preflight('--vm VM003', { around });
    expect(run.code).toBe(5);
    expect(
      item.findings.filter(({ status: found }) => found !== 'pass' && found !== 'skip'),
    ).toMatchObject([
      {
        checkId: 'vm.not-protected-elsewhere',
        status: 'unknown',
        evidence: [expect.stringContaining('its backup status is Invalid')],
      },
    ]);
    const tried = await runCli(words('enable', '--vm VM003'), { around });
    expect(tried).toMatchObject({ code: 5, writes: [] });
  });
});

describe('a vault whose region is written as people write it', () => {
  it('is near the machines of that region', async () => {
    const run = await runCli(words('enable', '--vm VM003 --dry-run'), {
      around: async (request, answer) => {
        const response = await answer();
        if (!/\/Microsoft.RecoveryServices\/vaults\?/iu.test(request.url)) {
          return response;
        }
        const text = (await response.text()).replaceAll('"japaneast"', '"Japan East"');
        return new Response(text, { status: 200, headers: response.headers });
      },
    });
    expect(run.code).toBe(0);
    expect(run.json<EnableDocument>().items[0]?.vault?.name).toBe('rsv-prod');
  });
});
