// The journal of what is under way: written before, added to after, found again, and no reason to fail.
import { describe, expect, it } from 'vitest';
import { createJournal, type StateFiles } from '../../../../src/steps/intents/journal.js';
import type { Operation } from '../../../../src/services/services.js';
import { memoryFiles } from '../../../support/run-cli.js';

const VM = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/VM005';
const VAULT = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v';
const NEW = { kind: 'restore-disks', vaultId: VAULT, vmId: VM, details: { point: '7' } };
const QUERY = { kinds: ['restore-disks'], vaultId: VAULT, vmId: VM };
const NOON = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;
const OPERATION: Operation = {
  id: 'op-1',
  place: { url: 'https://management.azure.com/x/operationsStatus/op-1', reports: 'status' },
  wait: () => Promise.resolve({ status: 'succeeded' }),
};

function journal(files: StateFiles) {
  const surroundings = { now: NOON, warnings: [] as string[] };
  let ids = 0;
  return {
    surroundings,
    ...createJournal({
      files,
      now: () => surroundings.now,
      newGuid: () => {
        ids += 1;
        return `00000000-0000-4000-8000-00000000000${ids}`;
      },
      warn: (message) => surroundings.warnings.push(message),
    }),
  };
}

describe('the journal', () => {
  it('keeps what is about to be sent, and what is said of it', async () => {
    const files = memoryFiles();
    const first = journal(files);
    const intent = await first.begin(NEW);
    expect(await first.find(QUERY)).toEqual([intent]);
    const accepted = await first.accepted(intent, OPERATION);
    await first.inJob(accepted, 'job-1');
    // Another run reads it from the files alone.
    expect(await journal(files).find(QUERY)).toMatchObject([
      {
        ...NEW,
        sentTime: '2026-11-23T12:00:00Z',
        accepted: { id: 'op-1', ...OPERATION.place },
        jobId: 'job-1',
      },
    ]);
    await first.settle(intent);
    expect(await files.names()).toEqual([]);
  });

  it('keeps no place of an operation that has none', async () => {
    const one = journal(memoryFiles());
    const intent = await one.begin(NEW);
    const { place: _none, ...unnamed } = OPERATION;
    expect(await one.accepted(intent, unnamed)).toEqual(intent);
  });

  it('reads its files once, however often it is asked', async () => {
    const files = memoryFiles();
    await journal(files).begin(NEW);
    let reads = 0;
    const one = journal({
      ...files,
      read: (name) => {
        reads += 1;
        return files.read(name);
      },
    });
    const [intent] = await one.find(QUERY);
    await one.find({ ...QUERY, kinds: ['backup'] });
    if (intent !== undefined) {
      await one.settle(intent);
    }
    expect([reads, await one.find(QUERY)]).toEqual([1, []]);
  });

  it('finds by machine, vault and kind, the newest first', async () => {
    const one = journal(memoryFiles());
    await one.begin(NEW);
    await one.begin({ ...NEW, kind: 'backup' });
    await one.begin({ ...NEW, vmId: `${VM}0` });
    await one.begin({ ...NEW, vaultId: `${VAULT}0` });
    one.surroundings.now += 60_000;
    await one.begin({ ...NEW, details: { point: '8' } });
    const found = await one.find({ ...QUERY, vmId: VM.toLowerCase() });
    expect(found.map(({ details }) => details['point'])).toEqual(['8', '7']);
  });

  it('forgets what is older than a month', async () => {
    const files = memoryFiles();
    const one = journal(files);
    await one.begin(NEW);
    one.surroundings.now += 29 * DAY;
    expect(await one.find(QUERY)).toHaveLength(1);
    one.surroundings.now += 2 * DAY;
    expect(await one.find(QUERY)).toEqual([]);
    expect(await files.names()).toEqual([]);
  });

  it('leaves files of another form alone', async () => {
    const files = memoryFiles();
    await files.write('a.json', '{"schemaVersion":2}');
    await files.write('b.json', 'no JSON');
    expect(await journal(files).find(QUERY)).toEqual([]);
    expect(await files.names()).toHaveLength(2);
  });

  it.each(['names', 'write', 'remove'] as const)(
    'says once where it cannot %s, and ends nothing',
    async (method) => {
      const refuse = (): Promise<never> => Promise.reject(new Error('EACCES'));
      const one = journal({ ...memoryFiles(), [method]: refuse });
      const intent = await one.begin(NEW);
      await one.accepted(intent, OPERATION);
      await one.find(QUERY);
      await one.find(QUERY);
      await one.settle(intent);
      expect(one.surroundings.warnings).toHaveLength(1);
      expect(one.surroundings.warnings[0]).toMatch(
        /\/nowhere\/operations \(EACCES\); a later run finds it by Azure's jobs and tags alone/u,
      );
    },
  );
});
