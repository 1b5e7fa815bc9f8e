// Deleting resource groups: what goes in which order, what holds it up, and what is left.
import { describe, expect, it } from 'vitest';
import {
  findResource,
  listResourcesBelow,
  putResource,
} from '../../../../../src/sandbox/kernel/resource.js';
import {
  backupWorldIds,
  type BackupSandbox,
  type Json,
} from '../../../../support/worlds/backup-world.js';
import {
  buildMachine,
  machineBody,
  putInterface,
  restoredIds,
  restoredSandbox,
} from '../../../../support/worlds/restored-world.js';
import { restorePlaces, restoreSandbox } from '../../../../support/worlds/restore-jobs.js';
import { assign, tiny, vaultId } from '../../../../support/worlds/tiny-world.js';

const VERSION = '2021-04-01';
const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const subscription = `/subscriptions/${tiny.subscriptionId}`;
const apart = `${subscription}/resourceGroups/rg-apart`;
const groupPath = `${subscription}/resourcegroups/rg-apart`;
const inApart = (id: string): string => id.replace('/rg-tiny/', '/rg-apart/');

/** A world whose second group has a machine of its own, with its disks and its interface. */
async function withGroup(tags: Readonly<Record<string, string>> = {}): Promise<BackupSandbox> {
  const sandbox = await restoredSandbox();
  await sandbox.call('PUT', groupPath, { location: 'japaneast', tags }, VERSION);
  for (const id of [restoredIds.osDisk, restoredIds.dataDisk]) {
    const disk = findResource(sandbox.state, id);
    if (disk !== undefined) {
      putResource(sandbox.state, { ...structuredClone(disk), id: inApart(id) });
    }
  }
  await putInterface(sandbox, inApart(restoredIds.interface));
  const body = JSON.parse(
    JSON.stringify(machineBody()).replaceAll(
      /\/rg-tiny(\/providers\/Microsoft\.(?:Compute|Network\/networkInterfaces))/gu,
      '/rg-apart$1',
    ),
  );
  const made = await sandbox.call('PUT', inApart(restoredIds.machine), body, '2026-03-01');
  expect(made.status).toBe(201);
  sandbox.pass(120);
  return sandbox;
}

async function remove(sandbox: BackupSandbox): Promise<string> {
  const answer = await sandbox.call('DELETE', groupPath, undefined, VERSION);
  expect(answer).toMatchObject({ status: 202, body: undefined });
  expect(answer.headers.get('retry-after')).toBe('15');
  return answer.headers.get('location') ?? '';
}

/** Asks until it is over; the last answer and the seconds that it took. */
async function follow(sandbox: BackupSandbox, location: string) {
  for (let seconds = 0; ; seconds += 15) {
    const answer = await sandbox.send('GET', location);
    if (answer.status !== 202) {
      return { answer, seconds };
    }
    expect(answer.headers.get('location')).toBe(location);
    expect(seconds).toBeLessThan(3600);
    sandbox.pass(15);
  }
}

const idsLeft = (sandbox: BackupSandbox): string[] =>
  listResourcesBelow(sandbox.state, apart).map(({ id }) => id);

const targets = ({ answer }: { readonly answer: Json }): string[] =>
  answer.body.error.details.map(({ target }: Json) => target);

describe('deleting a resource group', () => {
  it('takes all that is in it away as time passes, and then the group', async () => {
    const sandbox = await withGroup({ 'azbackup-drill': 'a' });
    const before = idsLeft(sandbox);
    const location = await remove(sandbox);
    const seen: number[] = [];
    for (let polls = 0; polls < 40; polls += 1) {
      const { status } = await sandbox.send('GET', location);
      seen.push(idsLeft(sandbox).length);
      if (status === 200) {
        break;
      }
      const { body } = await sandbox.call('GET', groupPath, undefined, VERSION);
      expect(body).toMatchObject({
        tags: { 'azbackup-drill': 'a' },
        properties: { provisioningState: 'Deleting' },
      });
      sandbox.pass(5);
    }
    expect(seen[0]).toBe(before.length);
    expect(new Set(seen).size).toBeGreaterThan(2);
    expect(seen.at(-1)).toBe(0);
    const gone = await sandbox.call('GET', groupPath, undefined, VERSION);
    expect([gone.status, gone.body.error.code]).toEqual([404, 'ResourceGroupNotFound']);
    const again = await sandbox.call('DELETE', groupPath, undefined, VERSION);
    expect([again.status, again.body.error.code]).toEqual([404, 'ResourceGroupNotFound']);
    // What the machine of the other group is made of is still there.
    expect(findResource(sandbox.state, restoredIds.osDisk)).toBeDefined();
    expect(findResource(sandbox.state, restoredIds.interface)).toBeDefined();
  });

  it('lets nobody write into it meanwhile, and is one deletion however often it is asked for', async () => {
    const sandbox = await withGroup();
    const location = await remove(sandbox);
    expect(await remove(sandbox)).toBe(location);
    const writes: readonly (readonly [string, string, unknown, string])[] = [
      ['PUT', groupPath, { location: 'japaneast' }, VERSION],
      ['PATCH', groupPath, { tags: { a: 'b' } }, VERSION],
      ['PUT', inApart(restoredIds.machine), machineBody(), '2026-03-01'],
    ];
    for (const [method, path, body, version] of writes) {
      const { status, body: refusal } = await sandbox.call(method, path, body, version);
      expect([status, refusal.error.code]).toEqual([409, 'ResourceGroupBeingDeleted']);
    }
    expect((await follow(sandbox, location)).answer.status).toBe(200);
    expect((await sandbox.call('PUT', groupPath, { location: 'westus' }, VERSION)).status).toBe(
      201,
    );
  });

  it.each([
    ['above', subscription],
    ['on it', apart],
    ['in it', inApart(restoredIds.dataDisk)],
  ])('is refused by a lock %s, and deletes nothing', async (_where, scope) => {
    const sandbox = await withGroup();
    const before = idsLeft(sandbox);
    const lock = `${scope}/providers/Microsoft.Authorization/locks/keep`;
    await sandbox.call('PUT', lock, { properties: { level: 'CanNotDelete' } }, '2016-09-01');
    const { status, body } = await sandbox.call('DELETE', groupPath, undefined, VERSION);
    expect([status, body.error.code]).toEqual([409, 'ScopeLocked']);
    expect(body.error.message).toContain(scope);
    sandbox.pass(3600);
    const { body: group } = await sandbox.call('GET', groupPath, undefined, VERSION);
    expect(group.properties.provisioningState).toBe('Succeeded');
    expect(idsLeft(sandbox).filter((id) => id !== lock)).toEqual(before);
  });

  it('stops half-way at what another group uses, and goes on once that is free', async () => {
    const sandbox = await withGroup();
    // An interface of this group in a machine of the other one.
    const shared = inApart(restoredIds.interface);
    await sandbox.call('DELETE', inApart(restoredIds.machine), undefined, '2026-03-01');
    sandbox.pass(60);
    const body = machineBody();
    body.properties.networkProfile.networkInterfaces = [{ id: shared }];
    await buildMachine(sandbox, body);
    const ended = await follow(sandbox, await remove(sandbox));
    expect(ended.answer).toMatchObject({
      status: 409,
      body: { error: { code: 'ResourceGroupDeletionBlocked' } },
    });
    expect(ended.answer.body.error.message).toContain(
      'Microsoft.Network/networkInterfaces/nic-new',
    );
    expect(targets(ended)).toEqual([shared]);
    expect(ended.answer.body.error.details[0].message).toContain('NicInUse');
    expect(idsLeft(sandbox)).toEqual([shared]);
    const { body: group } = await sandbox.call('GET', groupPath, undefined, VERSION);
    expect(group.properties.provisioningState).toBe('Succeeded');
    await sandbox.call('DELETE', restoredIds.machine, undefined, '2026-03-01');
    sandbox.pass(60);
    expect((await follow(sandbox, await remove(sandbox))).answer.status).toBe(200);
  });

  it('tries faults that may pass for fifteen minutes, and others no longer than there is progress', async () => {
    const match = 'DELETE …/disks/restored-data-0';
    const passing = await withGroup();
    passing.state.faults = [{ match, times: 2, then: { kind: 'status', status: 503 } }];
    expect((await follow(passing, await remove(passing))).answer.status).toBe(200);
    const ended = [];
    for (const status of [503, 409]) {
      const sandbox = await withGroup();
      sandbox.state.faults = [{ match, then: { kind: 'status', status, code: 'No' } }];
      ended.push(await follow(sandbox, await remove(sandbox)));
      expect(idsLeft(sandbox)).toEqual([inApart(restoredIds.dataDisk)]);
    }
    expect(ended.map((each) => targets(each))).toEqual([
      [inApart(restoredIds.dataDisk)],
      [inApart(restoredIds.dataDisk)],
    ]);
    expect(ended[0]?.seconds).toBeGreaterThanOrEqual(900);
    expect(ended[1]?.seconds).toBeLessThan(300);
  });

  it('is held up by a lock that came above it after it began', async () => {
    const sandbox = await withGroup();
    const location = await remove(sandbox);
    const lock = `${subscription}/providers/Microsoft.Authorization/locks/late`;
    await sandbox.call('PUT', lock, { properties: { level: 'CanNotDelete' } }, '2016-09-01');
    const { answer } = await follow(sandbox, location);
    expect(answer.status).toBe(409);
    expect(answer.body.error.details[0].message).toContain('ScopeLocked');
  });

  it('deletes key vaults softly and leaves a Recovery Services vault that protects something', async () => {
    const sandbox = await withGroup();
    await sandbox.protect('Plain-VM');
    const path = `${subscription}/resourceGroups/rg-tiny`;
    const answer = await sandbox.call('DELETE', path, undefined, VERSION);
    const ended = await follow(sandbox, answer.headers.get('location') ?? '');
    expect(ended.answer.status).toBe(409);
    expect(targets(ended)).toContain(backupWorldIds.vault);
    expect(findResource(sandbox.state, backupWorldIds.otherVault)).toBeUndefined();
    expect(Object.keys(sandbox.state.blobs ?? {})).toEqual([]);
    expect(findResource(sandbox.state, vaultId(tiny.rbacVault))).toBeUndefined();
    const deleted = await sandbox.call(
      'GET',
      `${subscription}/providers/Microsoft.KeyVault/deletedVaults`,
      undefined,
      '2023-07-01',
    );
    expect(deleted.body.value.map(({ name }: Json) => name).toSorted()).toEqual([
      tiny.policyVault,
      tiny.rbacVault,
    ]);
  });

  it('leaves role assignments at what is gone, which can be deleted still', async () => {
    const sandbox = await withGroup();
    assign(sandbox.state, tiny.strangerId, READER, inApart(restoredIds.osDisk));
    await follow(sandbox, await remove(sandbox));
    const path = `${subscription}/providers/Microsoft.Authorization/roleAssignments`;
    const list = async () =>
      (await sandbox.call('GET', path, undefined, '2022-04-01')).body.value.filter(
        ({ properties }: Json) => properties.scope.includes('/rg-apart/'),
      );
    const [orphan] = await list();
    expect(orphan).toBeDefined();
    expect((await sandbox.call('DELETE', orphan.id, undefined, '2022-04-01')).status).toBe(200);
    expect(await list()).toEqual([]);
  });

  it('needs the right to it, and knows only its own jobs', async () => {
    const sandbox = await withGroup();
    const path = `${groupPath}?api-version=${VERSION}`;
    const { status, body } = await sandbox.send('DELETE', path, { as: tiny.strangerId });
    expect([status, body.error.code]).toEqual([403, 'AuthorizationFailed']);
    const unknown = `${subscription}/operationresults/none?api-version=${VERSION}`;
    expect((await sandbox.send('GET', unknown)).status).toBe(404);
  });

  it('changes the tags of a group on PATCH', async () => {
    const sandbox = await withGroup({ a: '1' });
    const patched = await sandbox.call('PATCH', groupPath, { tags: { b: '2' } }, VERSION);
    expect([patched.status, patched.body.tags]).toEqual([200, { b: '2' }]);
    const missing = await sandbox.call('PATCH', `${groupPath}-no`, { tags: {} }, VERSION);
    expect(missing.status).toBe(404);
  });

  it('fails a restore that is to put disks into it', async () => {
    const sandbox = await restoreSandbox();
    const { account, group } = restorePlaces;
    // Busy for a quarter of an hour, so that the restore ends before it is gone.
    putResource(sandbox.state, {
      id: `${group}/providers/Microsoft.Compute/disks/busy`,
      name: 'busy',
      type: 'Microsoft.Compute/disks',
      location: 'japaneast',
      properties: {},
    });
    const fault = { kind: 'status', status: 503 } as const;
    sandbox.state.faults = [{ match: 'DELETE …/disks/busy', then: fault }];
    await sandbox.restore({ storageAccountId: account });
    expect((await sandbox.call('DELETE', group, undefined, VERSION)).status).toBe(202);
    sandbox.pass(80);
    const { body } = await sandbox.call('GET', `${backupWorldIds.vault}/backupJobs`);
    const job = body.value.find(({ properties }: Json) => properties.operation === 'Restore');
    expect(job.properties.status).toBe('Failed');
    expect(listResourcesBelow(sandbox.state, group).map(({ name }) => name)).toEqual(['busy']);
  });
});
