// The archive tier: what may be moved to it, and what a policy moves. Documentation: Archive tier support.
import { describe, expect, it } from 'vitest';
import {
  backupSandbox,
  itemPath,
  policyId,
  type BackupSandbox,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import { policyBody } from '../../../../../support/worlds/promised-points.js';

const DAY_SECONDS = 86_400;

/** A sandbox whose machine is kept daily and monthly; the first of a month comes after eight days. */
async function protectedFor(
  days: number,
  tiering: Readonly<Record<string, unknown>> | undefined,
  months = 24,
): Promise<BackupSandbox> {
  const sandbox = backupSandbox();
  const { properties } = policyBody({
    enhanced: false,
    timeZone: 'UTC',
    halfHour: 36,
    schedule: { kind: 'daily' },
    instantDays: 2,
    daily: 400,
    monthly: { on: { dates: [1] }, count: months },
  });
  const tieringPolicy = tiering === undefined ? {} : { tieringPolicy: { ArchivedRP: tiering } };
  const body = { properties: { ...properties, ...tieringPolicy } };
  const answer = await sandbox.call('PUT', policyId('Mine'), body);
  expect(answer).toMatchObject({ status: 200, body: { properties: tieringPolicy } });
  await sandbox.put('Plain-VM', { policyId: policyId('Mine') });
  sandbox.pass(days * DAY_SECONDS);
  return sandbox;
}

async function list(sandbox: BackupSandbox, filter = ''): Promise<Json[]> {
  const query = filter === '' ? '' : `?$filter=${filter}`;
  return (await sandbox.call('GET', `${itemPath('Plain-VM')}/recoveryPoints${query}`)).body.value;
}

async function pointOf(sandbox: BackupSandbox, day: string): Promise<Json> {
  const all = await list(sandbox);
  return all.find(({ properties }) => properties.recoveryPointTime.startsWith(day)).properties;
}

const recommended = { tieringMode: 'TierRecommended', duration: 0, durationType: 'Invalid' };

describe('readiness for the archive', () => {
  const readiness = async (
    sandbox: BackupSandbox,
    day: string,
  ): Promise<{ isReadyForMove: boolean; additionalInfo?: string }> =>
    (await pointOf(sandbox, day)).recoveryPointMoveReadinessInfo.ArchivedRP;

  it('is not known for a new point', async () => {
    const sandbox = await protectedFor(8.5, undefined);
    expect(await readiness(sandbox, '2026-12-01')).toEqual({
      isReadyForMove: false,
      additionalInfo:
        "We're still determining if this Recovery Point can be moved.. Please check again after some time.",
    });
  });

  it('needs three months in the vault, and six to go', async () => {
    const sandbox = await protectedFor(60, undefined);
    expect(await readiness(sandbox, '2026-12-01')).toMatchObject({
      isReadyForMove: false,
      additionalInfo: expect.stringContaining('lifespan spent in Vault-Standard-Tier'),
    });
    sandbox.pass(45 * DAY_SECONDS);
    expect(await readiness(sandbox, '2026-12-01')).toEqual({ isReadyForMove: true });
    sandbox.pass(480 * DAY_SECONDS);
    expect(await readiness(sandbox, '2026-12-01')).toMatchObject({
      isReadyForMove: false,
      additionalInfo: 'Recovery-Point remaining lifespan is lesser than the required minimum.',
    });
  });

  it('is for points of months and years only, kept long enough', async () => {
    const sandbox = await protectedFor(105, undefined, 8);
    expect(await readiness(sandbox, '2026-12-02')).toEqual({
      isReadyForMove: false,
      additionalInfo: 'Recovery-Point Type is not eligible for Archive Move',
    });
    await sandbox.call('POST', `${itemPath('Plain-VM')}/backup`, {
      properties: {
        objectType: 'IaasVMBackupRequest',
        recoveryPointExpiryTimeInUTC: '2027-05-01T00:00:00.000Z',
      },
    });
    sandbox.pass(2 * DAY_SECONDS);
    const onDemand = (await list(sandbox)).find(({ properties }) =>
      properties.recoveryPointProperties.expiryTime.startsWith('2027-05-01T00:00:00'),
    );
    expect(onDemand.properties.recoveryPointMoveReadinessInfo.ArchivedRP.additionalInfo).toMatch(
      /^Recovery point cannot be moved to Archive tier due to insufficient retention duration/u,
    );
  });

  it('can be asked for', async () => {
    const sandbox = await protectedFor(105, undefined);
    const ready = await list(sandbox, 'moveReadyRPOnly eq true');
    expect(ready.map(({ properties }) => properties.recoveryPointTime.slice(0, 10))).toEqual([
      '2026-12-01',
    ]);
    const path = `${itemPath('Plain-VM')}/recoveryPointsRecommendedForMove`;
    const answer = await sandbox.call('POST', path, { excludedRPList: [] });
    expect(answer).toMatchObject({ status: 200, body: { value: ready } });
    const name = ready[0].name;
    expect((await sandbox.call('POST', path, { excludedRPList: [name] })).body).toEqual({
      value: [],
    });
  });
});

describe('a tiering policy', () => {
  const tiers = async (sandbox: BackupSandbox, day: string): Promise<string[]> =>
    (await pointOf(sandbox, day)).recoveryPointTierDetails.map(({ type }: Json) => type);

  it('moves what is recommended after three months', async () => {
    const sandbox = await protectedFor(95, recommended);
    expect(await tiers(sandbox, '2026-12-01')).toEqual(['HardenedRP']);
    sandbox.pass(10 * DAY_SECONDS);
    expect(await tiers(sandbox, '2026-12-01')).toEqual(['ArchivedRP']);
    expect(await tiers(sandbox, '2026-12-02')).toEqual(['HardenedRP']);
    expect((await pointOf(sandbox, '2026-12-01')).recoveryPointMoveReadinessInfo).toEqual({
      ArchivedRP: {
        isReadyForMove: false,
        additionalInfo:
          'Recovery-Point Type is not eligible for archive move as it is already moved to archive tier',
      },
    });
  });

  it('moves after a time of its own', async () => {
    const after = { tieringMode: 'TierAfter', duration: 5, durationType: 'Months' };
    const sandbox = await protectedFor(155, after);
    expect(await tiers(sandbox, '2026-12-01')).toEqual(['HardenedRP']);
    sandbox.pass(5 * DAY_SECONDS);
    expect(await tiers(sandbox, '2026-12-01')).toEqual(['ArchivedRP']);
  });
});
