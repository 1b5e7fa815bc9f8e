// Drills of a Windows VM whose data volume has a BEK secret of its own, of which no restore brings a copy: what is not there is
// not brought back into the original key vault for the sake of a drill, and no drill passes without it.
import { describe, expect, it } from 'vitest';
import { reportedAsEncrypted } from '../support/reported-encryption.js';
import { volumeSecret, worldWhere } from '../support/volume-worlds.js';
import { drill } from './drills.js';

const ARGV = '--vm VM300';

describe('the secret of a data volume', () => {
  it('that is in place opens the volume, and the drill passes', async () => {
    const world = worldWhere('there');
    const { keyVaultData } = structuredClone(world);
    const { run, item } = await drill(ARGV, world);
    expect([run.code, item.outcome, item.cleanup]).toEqual([0, 'passed', 'clean']);
    expect(world.keyVaultData).toEqual(keyVaultData);
  });

  it.each([
    ['soft-deleted', 'az keyvault secret recover --vault-name kv-kind --name'],
    ['kek-soft-deleted', 'az keyvault key recover --vault-name kv-kind --name kek-kind'],
  ] as const)(
    'that is %s stays so: the original key vault is not touched, and the way back is named',
    async (state, command) => {
      const world = worldWhere(state);
      const { keyVaultData } = structuredClone(world);
      const { run, item } = await drill(ARGV, world);
      expect(world.keyVaultData).toEqual(keyVaultData);
      expect([run.code, item.outcome, item.cleanup]).toEqual([12, 'failed', 'clean']);
      expect(item.reasons.join('\n')).toContain(command);
    },
  );

  it.each([
    ['purged', 'which is gone'],
    ['disabled', 'az keyvault secret set-attributes --vault-name kv-kind --name'],
  ] as const)('that is %s has failed the drill', async (state, words) => {
    const { run, item } = await drill(ARGV, worldWhere(state));
    expect([run.code, item.outcome, item.cleanup]).toEqual([12, 'failed', 'clean']);
    expect(item.reasons.join('\n')).toContain(words);
  });

  it('that is gone is no matter of what Azure reports of the disks', async () => {
    const world = worldWhere('purged');
    const { name } = volumeSecret(worldWhere('there'));
    const { run, item } = await drill(ARGV, world, { around: reportedAsEncrypted });
    expect([run.code, item.outcome]).toEqual([12, 'failed']);
    expect(item.reasons.join('\n')).toContain(name);
  });
});
