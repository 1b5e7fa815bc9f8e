// What a restore would be refused for ends a drill before anything of it is made, in its preview, too.
import { describe, expect, it } from 'vitest';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { defaultWorld, runCli, type RunOptions } from '../../support/run-cli.js';
import { archivePoints, setStaging } from '../restore/place-worlds.js';
import { addKind, type Kind } from '../restore/restore-kinds.js';
import { errorOf } from '../restore/restores.js';
import { everythingIn, lockGroup } from './drills.js';

const LINUX: Kind = { osType: 'Linux', ade: 'kek' };
const DUAL: Kind = { ...LINUX, pass: 'DoublePass', dataDiskSizesGB: [32] };

interface Row extends RunOptions {
  readonly kind?: Kind;
  readonly argv?: string;
  readonly change?: (world: WorldState) => void;
}

const ROWS: readonly (readonly [string, Row, code: number, error: string])[] = [
  [
    'no staging account fits',
    { change: (world) => setStaging(world, { allowSharedKeyAccess: false }) },
    2,
    'AZB_STORAGE_ACCOUNT_NEEDED',
  ],
  [
    'there is no such staging account',
    { argv: '--staging-account stnone' },
    3,
    'AZB_STORAGE_ACCOUNT_NOT_FOUND',
  ],
  [
    'the staging account is unfit',
    {
      argv: '--staging-account stprodrestore',
      change: (world) => setStaging(world, { isHnsEnabled: true }),
    },
    5,
    'AZB_STAGING_ACCOUNT_UNFIT',
  ],
  [
    'the vault has no such identity',
    { argv: '--staging-identity system' },
    5,
    'AZB_STAGING_IDENTITY_UNFIT',
  ],
  ['ADE needs its application', { kind: DUAL }, 5, 'AZB_ADE_CLIENT_NEEDED'],
  [
    'ADE needs the secret of its application',
    { kind: DUAL, argv: '--ade-client-id 7d3c0c2e-6a5b-4f6a-9a3f-1f1f1f1f1f1f' },
    5,
    'AZB_ADE_CLIENT_NEEDED',
  ],
  ['there is no such size', { argv: '--size Standard_Foo' }, 3, 'AZB_SIZE_NOT_FOUND'],
  ['all points are archived', { change: archivePoints }, 3, 'AZB_RECOVERY_POINT_NOT_FOUND'],
  [
    'Azure objects to the restore',
    {
      around: ({ url }, answer) =>
        url.includes('/backupValidateOperation')
          ? Promise.resolve(
              Response.json({
                validateOperationResponse: {
                  validationResults: [
                    { code: 'UserErrorNo', message: 'No.', recommendations: ['Ask again.'] },
                  ],
                },
              }),
            )
          : answer(),
    },
    5,
    'AZB_RESTORE_OBJECTION',
  ],
  [
    'the vault is locked',
    {
      change: (world) => {
        const [vault] = Object.values(world.resources).filter(({ name }) => name === 'rsv-legacy');
        lockGroup(world, vault?.id ?? '', 'ReadOnly');
      },
    },
    5,
    'AZB_SCOPE_LOCKED',
  ],
  [
    'nobody allows the restore',
    {
      change: (world) => {
        world.directory.signedInObjectId = objectIds.viewer;
      },
    },
    4,
    'AZB_NOT_ALLOWED',
  ],
];

describe('a drill makes nothing', () => {
  it.each(ROWS)('where %s', async (...[, { kind, argv = '', change, ...options }, code, error]) => {
    for (const mode of ['--dry-run', '--yes']) {
      const world = defaultWorld();
      if (kind !== undefined) {
        addKind(world, kind);
      }
      change?.(world);
      const before = everythingIn(world);
      const words = `drill run --vm ${kind === undefined ? 'VM010' : 'VM300'} ${mode} ${argv}`;
      const run = await runCli([...words.trim().split(' '), '-o', 'json'], { world, ...options });
      expect([run.code, errorOf(run).code, run.writes]).toEqual([code, error, []]);
      expect(everythingIn(world)).toEqual(before);
    }
  });
});
