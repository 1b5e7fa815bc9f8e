// The BEK secrets of Windows data volumes, which no recovery point names: judged by what the restored disks name, and
// never called in place because that of the OS disk is.
import { describe, expect, it } from 'vitest';
import type { AuditKeysDocument } from '../../../src/commands/audit-keys/result.js';
import { findVirtualMachine } from '../../../src/sandbox/providers/compute/virtual-machines/state.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { vmId } from '../support/contoso.js';
import { reportedAsEncrypted } from '../support/reported-encryption.js';
import { addKind, deleteMachine } from './restore-kinds.js';
import { itemOfRestore, NETWORK, restore } from './restores.js';
import { volumeSecret, worldWhere } from '../support/volume-worlds.js';

const TO_VM = `--vm VM300 --to vm --name VM300R ${NETWORK}`;
const NOT_CHECKED =
  'BEK secrets of Windows data volumes are not checked: recovery points name that of the OS disk only';

/** A world from which the machine is gone as well. */
function worldWithout(state: Parameters<typeof worldWhere>[0]): WorldState {
  const world = worldWhere(state);
  deleteMachine(world, vmId('VM300'));
  return world;
}

describe('the secret of a data volume', () => {
  it('that is in place is seen on the restored disk; before that it is not judged', async () => {
    const world = worldWhere('there');
    const planned = await restore('--vm VM300 --dry-run', world);
    expect(itemOfRestore(planned).notes).toEqual([NOT_CHECKED]);
    const run = await restore('--vm VM300', world);
    expect(run.code).toBe(0);
    const { keys, notes, disks } = itemOfRestore(run);
    expect(notes).toEqual([]);
    expect(keys?.volumes).toEqual([
      {
        disk: disks[1]?.id,
        lun: 0,
        secret: expect.objectContaining({ state: 'in-place' }) as unknown,
        key: expect.objectContaining({ state: 'in-place' }) as unknown,
      },
    ]);
    expect(keys?.volumes[0]?.secret.wantedUrl).not.toBe(keys?.secret.wantedUrl);
  });

  it('that is gone is said, although that of the OS disk is in place, and the disks are not called good', async () => {
    const world = worldWhere('purged');
    const { name } = volumeSecret(worldWhere('there'));
    const run = await restore('--vm VM300', world);
    expect([run.code, itemOfRestore(run).outcome]).toEqual([6, 'incomplete']);
    const { keys, notes } = itemOfRestore(run);
    expect(keys?.secret.state).toBe('in-place');
    expect(keys?.volumes.map(({ secret }) => secret.state)).toEqual(['gone']);
    expect(notes.at(-1)).toMatch(
      new RegExp(`^disk vm300-\\S+ names BEK secret ${name} of kv-kind, which is gone`, 'u'),
    );
    const again = await restore('--vm VM300', world);
    expect([again.code, again.writes]).toEqual([6, []]);
  });

  it('of which nobody can say whether it is there does not make restored disks good', async () => {
    const { name } = volumeSecret(worldWhere('there'));
    const match = `GET **/secrets/${name}/versions`;
    const run = await restore('--vm VM300', worldWhere('there'), {
      faults: [{ match, then: { kind: 'status', status: 403 } }],
    });
    const { keys, notes, outcome } = itemOfRestore(run);
    expect([keys?.secret.state, keys?.volumes[0]?.secret.state]).toEqual(['in-place', 'unknown']);
    expect([run.code, outcome]).toEqual([6, 'incomplete']);
    expect(notes.at(-1)).toContain('could not be read whether it is in place');
  });

  it('that is gone keeps the volume of a new VM shut, which is seen', async () => {
    const run = await restore(TO_VM, worldWhere('purged'));
    expect([run.code, itemOfRestore(run).outcome]).toEqual([6, 'incomplete']);
    const { verified, notes } = itemOfRestore(run);
    expect(verified.find(({ what }) => what === 'disk-encryption')).toMatchObject({
      status: 'failed',
    });
    expect(notes.join('\n')).toContain('which is gone');
  });

  it.each(['purged', 'disabled'] as const)(
    'that is %s is no matter of what Azure reports: the VM is not called restored',
    async (state) => {
      const run = await restore(TO_VM, worldWhere(state), { around: reportedAsEncrypted });
      const { outcome, verified } = itemOfRestore(run);
      expect([run.code, outcome]).toEqual([6, 'incomplete']);
      const bad = verified.filter(({ status }) => status !== 'verified');
      expect(bad).toEqual([
        {
          what: 'disk-encryption',
          status: 'failed',
          detail: expect.stringMatching(
            /^Azure reports 2 of 2 disks as encrypted, but disk /u,
          ) as unknown,
        },
      ]);
    },
  );

  it.each([
    ['as the VM that is there shows', () => worldWhere('soft-deleted'), ''],
    [
      'as only the disks show, of a VM that is gone',
      () => worldWithout('soft-deleted'),
      '--ade-volume-type all',
    ],
  ])('that is soft-deleted comes back before the VM is made: %s', async (_what, worldOf, more) => {
    const world = worldOf();
    const run = await restore(`${TO_VM} ${more}`, world);
    expect([run.code, itemOfRestore(run).error]).toEqual([0, null]);
    const types = itemOfRestore(run).changes.map(({ type }) => type);
    expect(types.filter((type) => /secret|restore-disks|create-machine/u.test(type))).toEqual([
      'restore-disks',
      'recover-secret',
      'create-machine',
    ]);
    expect(volumeSecret(world).deletion).toBeUndefined();
    const runtime = findVirtualMachine(world, vmId('VM300R'))?.properties.runtime;
    expect([runtime?.dataDisksClosed, runtime?.closedLuns]).toEqual([false, []]);
  });

  it('that is soft-deleted stays so with --keys never, and is said', async () => {
    const world = worldWhere('soft-deleted');
    const run = await restore('--vm VM300 --keys never', world);
    expect(run.code).toBe(6);
    expect(itemOfRestore(run).notes.at(-1)).toMatch(
      /soft-deleted; it can be recovered: az keyvault secret recover --vault-name kv-kind/u,
    );
    expect(volumeSecret(world).deletion).toBeDefined();
    const mended = await restore('--vm VM300', world);
    const types = itemOfRestore(mended).changes.map(({ type }) => type);
    expect([mended.code, types]).toEqual([0, ['recover-secret']]);
    expect(volumeSecret(world).deletion).toBeUndefined();
  });

  it('does not come along to the other region, which is said', async () => {
    const there = '--secondary-region --target-resource-group rg-dr --vnet vnet-dr';
    const argv = `--vm VM300 --to vm --name VM300W ${there} --key-vault kv-dr`;
    const run = await restore(argv, worldWhere('there'));
    expect([run.code, itemOfRestore(run).outcome]).toEqual([6, 'incomplete']);
    expect(itemOfRestore(run).notes.join('\n')).toMatch(
      /of kv-kind, a key vault in japaneast, which VMs in japanwest cannot use/u,
    );
  });

  it('is none of a VM without data disks, and not spoken of', async () => {
    const world = defaultWorld();
    addKind(world, { osType: 'Windows', ade: 'kek' });
    expect(itemOfRestore(await restore('--vm VM300 --dry-run', world)).notes).toEqual([]);
  });
});

describe('commands that read recovery points alone', () => {
  it('audit-keys does not call in place what it has not judged', async () => {
    const world = worldWhere('purged');
    const argv = ['audit-keys', '--vm', 'VM300', '--vm', 'VM014', '--fail-on', 'lost'];
    const run = await runCli([...argv, '-o', 'json'], { world });
    const { pairs } = run.json<AuditKeysDocument>();
    expect(new Map(pairs.map(({ vm, checked }) => [vm.name, checked]))).toEqual(
      new Map([
        ['VM014', 'all-volumes'],
        ['VM300', 'os-volume'],
      ]),
    );
    const shown = await runCli(argv, { world });
    expect(shown.stdout.replaceAll(/\s+/gu, ' ')).toContain(NOT_CHECKED);
  });

  it('restore-keys says of whose secrets it says nothing', async () => {
    const argv = ['restore-keys', '--vm', 'VM300', '-o', 'json'];
    const run = await runCli(argv, { world: worldWhere('purged') });
    expect(run.code).toBe(0);
    const [item] = run.json<{ items: { notes: string[] }[] }>().items;
    expect(item?.notes).toEqual([NOT_CHECKED]);
  });
});
