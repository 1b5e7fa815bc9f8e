// What the region that Azure pairs with a vault's knows of its points, and how a restore there is asked after.
import { describe, expect, it } from 'vitest';
import type { RecoveryPoint } from '../../../../../../src/sandbox/providers/backup/recovery-points/state.js';
import { backupWorldIds, itemPath, machineId } from '../../../../../support/worlds/backup-world.js';
import {
  accountId,
  addAccount,
  pointId,
  restoreBody,
  restoreSandbox,
  type RestoreSandbox,
} from '../../../../../support/worlds/restore-jobs.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const VERSION = '2021-11-15';
const LOCATION = `/subscriptions/${tiny.subscriptionId}/providers/Microsoft.RecoveryServices/locations/japanwest`;

async function replicatingSandbox(
  options: Parameters<typeof restoreSandbox>[0] = {},
): Promise<RestoreSandbox> {
  const sandbox = await restoreSandbox(options);
  const vault = sandbox.state.backup[backupWorldIds.vault.toLowerCase()];
  Object.assign(vault?.storage ?? {}, {
    redundancy: 'GeoRedundant',
    crossRegionRestore: true,
    known: true,
  });
  return sandbox;
}

function points({ state }: RestoreSandbox): readonly RecoveryPoint[] {
  const items = state.backup[backupWorldIds.vault.toLowerCase()]?.items ?? {};
  return Object.values(items).flatMap(({ recoveryPoints }) => recoveryPoints);
}

async function copies(sandbox: RestoreSandbox): Promise<readonly string[]> {
  const { body } = await sandbox.call(
    'GET',
    `${itemPath(sandbox.vm)}/recoveryPoints`,
    undefined,
    VERSION,
  );
  return body.value.map(({ name }: { readonly name: string }) => name);
}

describe('the copies in the secondary region', () => {
  it('are there 5 to 13 minutes after the data are in the vault', async () => {
    const sandbox = await replicatingSandbox();
    for (const point of points(sandbox)) {
      point.tiers = [
        { type: 'HardenedRP', status: 'Valid', fromMilliseconds: sandbox.clock.now() },
      ];
    }
    sandbox.pass(5 * 60 - 1);
    expect(await copies(sandbox)).toEqual([]);
    sandbox.pass(8 * 60 + 1);
    expect(await copies(sandbox)).toEqual([sandbox.point]);
  });

  it('take as long as the world says', async () => {
    const sandbox = await replicatingSandbox();
    sandbox.state.replicationSeconds = 48 * 3600;
    sandbox.pass(47 * 3600);
    expect(await copies(sandbox)).toEqual([]);
    sandbox.pass(2 * 3600);
    expect(await copies(sandbox)).toEqual([sandbox.point]);
  });

  it('say that they can be restored there, in the list and one by one', async () => {
    const sandbox = await replicatingSandbox();
    sandbox.pass(13 * 60);
    const path = `${itemPath(sandbox.vm)}/recoveryPoints`;
    const list = await sandbox.call('GET', path, undefined, VERSION);
    const one = await sandbox.call('GET', `${path}/${sandbox.point}`, undefined, VERSION);
    for (const { properties } of [list.body.value[0], one.body]) {
      expect(properties).toMatchObject({
        crossRegionRestoreState: 'Supported',
        recoveryPointTierDetails: [{ type: 'HardenedRP', status: 'Valid' }],
      });
    }
    const own = await sandbox.call('GET', path);
    expect(own.body.value[0].properties).not.toHaveProperty('crossRegionRestoreState');
  });
});

describe('a restore in the secondary region', () => {
  it('is asked after by an id that is padded with a bare =', async () => {
    const sandbox = await replicatingSandbox();
    sandbox.pass(13 * 60);
    const aad = await sandbox.call('GET', `${LOCATION}/backupAadProperties`, undefined, VERSION);
    const token = await sandbox.call(
      'POST',
      `${pointId(sandbox)}/accessToken`,
      { properties: aad.body.properties },
      VERSION,
    );
    expect(token.body.properties).toMatchObject({
      protectionContainerId: expect.any(Number),
      recoveryPointTime: expect.stringMatching(/^\d+\/\d+\/\d{4} \d+:\d\d:\d\d [AP]M$/u),
      containerName: expect.stringMatching(/^iaasvmcontainerv2;/u),
      datasourceName: sandbox.vm,
      datasourceId: machineId(sandbox.vm),
      datasourceContainerName: expect.stringMatching(/^iaasvmcontainerv2;/u),
      coordinatorServiceStampUri: expect.stringMatching(/^https:/u),
      protectionServiceStampId: expect.stringMatching(/^[\da-f-]{36}$/u),
      protectionServiceStampUri: expect.stringMatching(/^https:/u),
      tokenExtendedInformation: expect.stringContaining('SourceIaaSVMRPKeyAndSecret'),
      rpTierInformation: { InstantRP: 'Valid', HardenedRP: 'Valid' },
      bMSActiveRegion: 'japaneast',
    });
    addAccount(sandbox.state, 'stwest', { location: 'japanwest' });
    const answer = await sandbox.call(
      'POST',
      `${LOCATION}/backupCrossRegionRestore`,
      {
        crossRegionRestoreAccessDetails: token.body.properties,
        restoreRequest: restoreBody(sandbox.vm, sandbox.point, {
          region: 'japanwest',
          storageAccountId: accountId('stwest'),
        }),
      },
      VERSION,
    );
    expect(answer.status).toBe(202);
    const status = answer.headers.get('azure-asyncoperation') ?? '';
    expect(status).toMatch(/\/backupCrrOperationsStatus\/[A-Za-z\d]+={1,2}\?/u);
    for (const url of [
      status,
      status.replace(/=+(?=\?)/u, (padding) => encodeURIComponent(padding)),
    ]) {
      expect(await sandbox.send('GET', url)).toMatchObject({ status: 200 });
    }
  });
});
