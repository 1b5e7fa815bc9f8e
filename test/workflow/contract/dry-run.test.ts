import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { EnableDocument } from '../../../src/commands/enable/result.js';
import type { GrantAccessDocument } from '../../../src/commands/grant-access/result.js';
import type { ItemChangeDocument } from '../../../src/commands/item-change/result.js';
import type { PolicyChangeDocument } from '../../../src/commands/policy/result.js';
import type { VaultCreateDocument } from '../../../src/commands/vault/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { principal, stopProtection, substance } from '../support/contoso.js';
import { words } from '../protection/only-item.js';

type ChangingDocument =
  | EnableDocument
  | GrantAccessDocument
  | ItemChangeDocument
  | PolicyChangeDocument
  | VaultCreateDocument;

interface Situation {
  readonly argv: string;
  /** Kinds of the changes, in order. */
  readonly changes: readonly string[];
  readonly prepare?: (world: WorldState) => Promise<unknown>;
}

const ROLE = ['put-role-definition', 'put-role-assignment'];

/** Runs a command on the world and insists on its success. */
const after =
  (...argv: readonly string[]) =>
  async (world: WorldState): Promise<void> => {
    for (const line of argv) {
      expect((await runCli(line.split(' '), { world })).code).toBe(0);
    }
  };

const SITUATIONS: readonly Situation[] = [
  { argv: 'enable --vm VM003', changes: ['protect'] },
  { argv: 'enable --vm VM013', changes: ['protect'] },
  { argv: 'enable --vm VM001 --grant', changes: [...ROLE, 'protect'] },
  {
    argv: 'enable --vm VM001 --grant --role built-in',
    changes: ['put-role-assignment', 'put-role-assignment', 'protect'],
  },
  { argv: 'enable --vm VM002 --grant', changes: ['add-access-policy', 'protect'] },
  { argv: 'enable --vm VM016 --grant', changes: ROLE },
  { argv: 'enable --vm VM011 --policy daily-90-days', changes: ['undelete', 'resume'] },
  {
    argv: 'enable --vm VM005 --policy DefaultPolicy --accept-retention-loss',
    changes: ['change-policy'],
  },
  {
    argv: 'enable --vm VM005 --policy daily-90-days',
    changes: ['resume'],
    prepare: (world) => stopProtection(world, 'VM005'),
  },
  { argv: 'enable --vm VM003 --create-vault rsv-new', changes: ['create-vault', 'protect'] },
  {
    argv: 'enable --vm VM001 --grant',
    changes: ['protect'],
    prepare: after('grant-access --vm VM001'),
  },
  {
    argv: 'enable --vm VM001 --vm VM003 --vm VM016 --grant',
    changes: [...ROLE, 'protect', 'protect', ...ROLE],
  },
  { argv: 'enable --vm VM005', changes: [] },
  { argv: 'grant-access --vm VM001', changes: ROLE },
  { argv: 'grant-access --vm VM002', changes: ['add-access-policy'] },
  {
    argv: 'grant-access --vm VM001 --scope object',
    changes: [...ROLE, ...ROLE].toSorted(),
  },
  { argv: 'grant-access --vm VM001 --role administrator', changes: ['put-role-assignment'] },
  {
    argv: 'grant-access --vm VM001 --revoke --yes',
    changes: ['delete-role-assignment'],
    prepare: after('grant-access --vm VM001'),
  },
  {
    argv: 'grant-access --vm VM002 --revoke --yes',
    changes: ['remove-access-policy'],
    prepare: after('grant-access --vm VM002'),
  },
  { argv: 'grant-access --vm VM005', changes: [] },
  { argv: 'disable --vm VM010', changes: ['stop'] },
  { argv: 'disable --vm VM010 --delete-data --confirm VM010', changes: ['delete-data'] },
  { argv: 'disable --vm VM010', changes: [], prepare: after('disable --vm VM010') },
  {
    argv: 'resume --vm VM010 --policy EnhancedPolicy',
    changes: ['resume'],
    prepare: after('disable --vm VM010'),
  },
  { argv: 'resume --vm VM010', changes: [] },
  { argv: 'undelete --vm VM011', changes: ['undelete'] },
  {
    argv: 'undelete --vm VM011 --resume --policy daily-90-days',
    changes: ['undelete', 'resume'],
  },
  { argv: 'undelete --vm VM010', changes: [] },
  {
    argv: 'vault create rsv-new -g rg-prod --soft-delete-days 30',
    changes: ['create-vault', 'set-soft-delete-days'],
  },
  {
    argv: 'vault create rsv-new --redundancy grs --cross-region-restore --soft-delete-days 40',
    changes: ['set-vault-redundancy', 'set-soft-delete-days'],
    prepare: after('vault create rsv-new -g rg-prod --redundancy lrs'),
  },
  { argv: 'restore --vm VM005', changes: ['restore-disks', 'delete-staging'] },
  {
    argv: 'restore --vm VM014 --to vm --name NEW --vnet vnet-prod --subnet default',
    changes: [
      'restore-disks',
      'restore-key',
      'set-secret',
      'set-disk-encryption',
      'create-interface',
      'create-machine',
      'put-ade-extension',
      'delete-staging',
    ],
  },
  { argv: 'restore --vm VM005', changes: [], prepare: after('restore --vm VM005') },
  { argv: 'vault create rsv-prod', changes: [] },
  { argv: 'policy create nightly --vault rsv-prod --daily 02:00', changes: ['put-policy'] },
  { argv: 'policy create DefaultPolicy --vault rsv-prod --daily 22:30', changes: [] },
  { argv: 'policy update daily-90-days --vault rsv-prod --daily 20:00', changes: ['put-policy'] },
  { argv: 'policy update daily-90-days --vault rsv-prod --daily 18:00', changes: [] },
  { argv: 'policy delete DefaultPolicy --vault rsv-prod --yes', changes: ['delete-policy'] },
];

/** What is written, without what only carrying it out can tell. */
function planned(document: ChangingDocument) {
  return document.items.flatMap(({ changes }) =>
    changes.map(({ id, type, target, details }) => ({ id, type, target, details })),
  );
}

function statuses(document: ChangingDocument): Set<string> {
  return new Set(document.items.flatMap(({ changes }) => changes.map(({ status }) => status)));
}

async function worldOf({ prepare }: Situation): Promise<WorldState> {
  const world = defaultWorld();
  await prepare?.(world);
  return world;
}

describe('--dry-run', () => {
  it.each(SITUATIONS)('$argv: nothing written, the very changes shown', async (situation) => {
    const world = await worldOf(situation);
    const before = substance(world);
    const time = world.nowMilliseconds;
    const dry = await runCli(words(situation.argv, '--dry-run'), { world });
    const dryDocument = dry.json<ChangingDocument>();
    expect(dry.code).toBe(0);
    expect(dry.writes).toEqual([]);
    expect(substance(world)).toEqual(before);
    expect(world.nowMilliseconds).toBe(time);
    expect(dryDocument.dryRun).toBe(true);
    expect(statuses(dryDocument)).toEqual(new Set(situation.changes.length > 0 ? ['planned'] : []));

    const real = await runCli(words(situation.argv, '--quiet'), { world });
    const document = real.json<ChangingDocument>();
    expect(real.code).toBe(0);
    expect(document.dryRun).toBe(false);
    expect(planned(document)).toEqual(planned(dryDocument));
    expect(statuses(document)).toEqual(new Set(situation.changes.length > 0 ? ['done'] : []));
    expect(
      planned(document)
        .map(({ type }) => type)
        .toSorted(),
    ).toEqual([...situation.changes].toSorted());
    expect(isDeepStrictEqual(substance(world), before)).toBe(situation.changes.length === 0);
  });

  it.each([
    ['enable --vm VM003', 11],
    ['enable --vm VM005', 0],
    ['enable --vm VM001 --grant', 11],
    ['enable --vm VM003 --vm VM005', 11],
    ['enable --vm VM001', 5],
    ['enable --vm VM010', 7],
    ['enable --vm VM003 --vm VM001', 6],
    ['grant-access --vm VM001', 11],
    ['grant-access --vm VM005', 0],
    ['grant-access --vm VM003', 0],
    ['disable --vm VM010', 11],
    ['disable --vm VM011', 5],
    ['resume --vm VM010', 0],
    ['undelete --vm VM011', 11],
    ['vault create rsv-prod --soft-delete-days 60', 11],
    ['vault create rsv-prod', 0],
  ])('%s --detailed-exitcode exits %i', async (argv, code) => {
    const run = await runCli(words(argv, '--dry-run --detailed-exitcode'));
    expect(run.code).toBe(code);
    expect(run.writes).toEqual([]);
  });

  it('needs no --yes for a revocation, and asks nobody', async () => {
    const world = defaultWorld();
    await after('grant-access --vm VM001')(world);
    const run = await runCli(words('grant-access', '--vm VM001 --revoke --dry-run'), { world });
    expect(run.code).toBe(0);
    expect(run.writes).toEqual([]);
  });

  it('of a reset shows the world that would be, and keeps the one that is', async () => {
    const world = defaultWorld();
    principal(world, objectIds.custodian).displayName = 'Kaede, renamed';
    const before = substance(world);
    const run = await runCli(words('sandbox reset', '--world empty --dry-run'), { world });
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject({ dryRun: true, summary: { virtualMachines: 0 } });
    expect(substance(world)).toEqual(before);
    const real = await runCli(words('sandbox reset', '--world empty'), { world });
    expect(real.json()).toMatchObject({ dryRun: false, summary: { virtualMachines: 0 } });
    expect(world.world).toBe('empty');
  });
});
