// Drills beside each other and beside a real restore of the same VM: neither touches the other.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { writeBlob } from '../../../src/sandbox/providers/storage-data/blobs.js';
import { secondsBetween } from '../../../src/domain/time/instant.js';
import { defaultWorld, memoryFiles, runCli } from '../../support/run-cli.js';
import { attack } from '../interruptions/cut-off.js';
import { NETWORK, blobNames, itemOfRestore, restore, runs } from '../restore/restores.js';
import { drill, everythingIn } from './drills.js';

const TAGGED = z.object({ tags: z.object({ 'azbackup-expires': z.string() }) });

type Drilled = Awaited<ReturnType<typeof drill>>;

const elsewhere = { stateFiles: memoryFiles(), drillFiles: memoryFiles() };

it('two drills of the same VM pass, each in its own place', async () => {
  const world = defaultWorld();
  const before = everythingIn(world);
  let other: Promise<Drilled> | undefined;
  const one = await drill('--vm VM014', world, {
    around: (_, answer) => {
      // Chance is none in the sandbox, so it must not begin at the same instant.
      const isOpen = Object.values(world.resourceGroups).some(({ name }) =>
        name.includes('-drill-'),
      );
      if (isOpen) {
        other ??= drill('--vm VM014', world, elsewhere);
      }
      return answer();
    },
  });
  const second = await other;
  expect(one.item.resourceGroup).not.toBe(second?.item.resourceGroup);
  expect([one, second].map((each) => [each?.item.outcome, each?.item.cleanup])).toEqual([
    ['passed', 'clean'],
    ['passed', 'clean'],
  ]);
  expect(everythingIn(world)).toEqual(before);
});

it('a restore beside a drill restores its own VM, which stays, and the drill passes', async () => {
  const world = defaultWorld();
  const [drilled, restored] = await Promise.all([
    drill('--vm VM014', world),
    restore(`--vm VM014 --to vm --name VM014R ${NETWORK}`, world, { stateFiles: memoryFiles() }),
  ]);
  expect([drilled.item.outcome, drilled.item.cleanup]).toEqual(['passed', 'clean']);
  const item = itemOfRestore(restored);
  expect([restored.code, item.outcome]).toEqual([0, 'restored']);
  expect(item.jobId).not.toBe(drilled.item.jobId);
  expect(runs(world, 'VM014R')).toBe(true);
  const machine = Object.values(world.resources).filter(({ name }) => name.startsWith('VM014R'));
  expect(machine.length).toBeGreaterThan(1);
});

it('a restore does not go on with what a drill of the same point on this computer has begun', async () => {
  const world = defaultWorld();
  const { options, killed } = attack('killed-after', 60);
  const argv = ['drill', 'run', '--vm', 'VM014', '-o', 'json'];
  expect(await Promise.race([runCli(argv, { world, ...options }), killed])).toBe('killed');
  const restored = await restore(`--vm VM014 --to vm --name VM014R ${NETWORK}`, world);
  const item = itemOfRestore(restored);
  expect([restored.code, item.outcome]).toEqual([0, 'restored']);
  expect(item.disks.every(({ id }) => !id.includes('azbackup-drill-'))).toBe(true);
  const clean = await runCli(['drill', 'list', '-o', 'json'], { world });
  expect(clean.json()['summary']).toEqual({ total: 1, outcomes: { running: 1 } });
});

it('a drill that has waited for its turn expires no sooner than one that has not', async () => {
  const world = defaultWorld();
  const expires: string[] = [];
  const argv = '--vm VM010 --vm VM014 --max-parallel 1 --yes --expect 2';
  const { document } = await drill(argv, world, {
    around: async (request, answer) => {
      if (
        request.method === 'PUT' &&
        /\/resourceGroups\/[^/]+$/u.test(new URL(request.url).pathname)
      ) {
        expires.push(TAGGED.parse(await request.clone().json()).tags['azbackup-expires']);
      }
      return answer();
    },
  });
  expect(document.items.map((item) => item.expires)).toEqual(expires);
  const lasts = document.items.map(({ expires: end, phases: [first] }) =>
    secondsBetween(first?.started ?? '', end),
  );
  // A day, and the validation window; a restore takes longer than a minute.
  expect(lasts.map((seconds) => Math.round((seconds - 88_200) / 60))).toEqual([0, 0]);
});

it('a drill that cannot be recorded does not end those that have begun', async () => {
  const world = defaultWorld();
  const before = everythingIn(world);
  const files = memoryFiles();
  let first: string | undefined;
  const drillFiles: typeof files = {
    ...files,
    write: (name, text) => {
      first ??= name;
      return name === first ? files.write(name, text) : Promise.reject(new Error('ENOSPC'));
    },
  };
  const argv = '--vm VM010 --vm VM014 --yes --expect 2';
  const { run, document } = await drill(argv, world, { drillFiles });
  expect(document.items.map(({ outcome, cleanup }) => [outcome, cleanup])).toEqual([
    ['passed', 'clean'],
    ['inconclusive', 'none'],
  ]);
  expect([run.code, document.items[1]?.error?.code]).toEqual([6, 'AZB_DRILL_UNRECORDED']);
  expect(everythingIn(world)).toEqual(before);
});

it('the disks of another restore in the same container are nobody’s to delete', async () => {
  const world = defaultWorld();
  await restore(`--vm VM014 --to vm --name VM014R ${NETWORK}`, world);
  const [place = ''] = Object.keys(world.blobs ?? {});
  const [account = '', container = ''] = place.split('/');
  const others = ['VM014osdisk.vhd', 'azuredeploy11111111-2222-3333-4444-555555555555.json'];
  for (const name of others) {
    const content = Buffer.from('');
    writeBlob(world, { account, container, name, type: 'BlockBlob', content }, 0);
  }
  const left = others.map((name) => `${place}/${name}`);
  expect(blobNames(world)).toEqual(left);
  const { run, item } = await drill('--vm VM014', world);
  expect([run.code, item.outcome, item.cleanup]).toEqual([6, 'passed', 'leftovers']);
  expect(item.cleanupReasons).toEqual([expect.stringContaining('VM014osdisk.vhd')]);
  expect(blobNames(world)).toEqual(expect.arrayContaining(left));
  const again = await restore(`--vm VM014 --to vm --name VM014S ${NETWORK}`, world);
  expect(again.code).toBe(0);
  expect(again.stderr).toContain('VM014osdisk.vhd');
  expect(blobNames(world)).toEqual(expect.arrayContaining(left));
});
