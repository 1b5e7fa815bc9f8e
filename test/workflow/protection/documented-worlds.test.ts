// The worlds beside the default one: operators with few rights, private key vaults, and an estate as estates become.
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { PreflightDocument } from '../../../src/commands/preflight/result.js';
import { worldNamed } from '../../../src/sandbox/estates/catalogue.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { runCli, TEST_NOW } from '../../support/run-cli.js';
import { CONTOSO, substance } from '../support/contoso.js';

function world(name: string): WorldState {
  return worldNamed(name)(TEST_NOW);
}

/** What a command line ends with, and the checks that block or warn. */
type Row = readonly [
  world: string,
  command: string,
  code: number,
  blocking: readonly string[],
  warning: readonly string[],
];

const KEYS_UNREAD = [
  'ade.secret-current',
  'ade.secret-tagged',
  'ade.key-current',
  'ade.key-standalone',
];
const SECRET_UNREAD = ['ade.secret-current', 'ade.secret-tagged'];
/** What Backup Operator and Virtual Machine Contributor do not show. */
const UNSEEN = [
  'vm.snapshot-group-unlocked',
  ...KEYS_UNREAD,
  'keyvault.found',
  'keyvault.region-and-subscription-match',
  'keyvault.enabled-for-disk-encryption',
  'keyvault.soft-delete-on',
  'keyvault.purge-protection-on',
  'keyvault.lets-backup-through',
  'access.principal-known',
  'access.secrets-granted',
  'access.keys-granted',
];

const ROWS: readonly Row[] = [
  ['least-rights', 'preflight --vm VM001', 0, [], ['vm.not-protected-elsewhere', ...UNSEEN]],
  ['least-rights', 'preflight --vm VM004', 0, [], UNSEEN],
  ['private', 'preflight --vm VM001', 0, [], KEYS_UNREAD],
  ['private', 'preflight --vm VM002', 5, ['access.secrets-granted'], SECRET_UNREAD],
  ['private', 'preflight --vm VM003', 5, ['keyvault.lets-backup-through'], KEYS_UNREAD],
  ['private', 'preflight --vm VM004', 0, [], KEYS_UNREAD],
  ['messy', 'preflight --vm VM001 -g rg-app', 0, [], []],
  [
    'messy',
    'preflight --vm VM001 -g rg-db',
    5,
    ['vm.not-protected-elsewhere', 'access.secrets-granted'],
    [],
  ],
  ['messy', 'preflight --vm VM001 -g rg-db --vault rsv-app', 5, ['access.secrets-granted'], []],
  ['messy', 'preflight --vm VM002', 0, [], ['access.secrets-granted', 'access.keys-granted']],
  [
    'messy',
    'preflight --vm VM003',
    0,
    [],
    [...KEYS_UNREAD, 'access.principal-known', 'access.secrets-granted', 'access.keys-granted'],
  ],
  ['messy', 'preflight --vm VM004', 5, ['access.secrets-granted', 'access.keys-granted'], []],
  ['messy', 'preflight --vm VM005', 5, ['access.secrets-granted'], ['keyvault.unlocked']],
  [
    'messy',
    'preflight --vm VM005 --vault rsv-archive',
    5,
    ['access.secrets-granted', 'vault.unlocked'],
    ['keyvault.unlocked'],
  ],
  ['messy', 'preflight --vm VM006', 0, [], []],
];

describe('preflight', () => {
  it.each(ROWS)('in world %s: %s', async (...row) => {
    const [name, command, code, blocking, warning] = row;
    const state = world(name);
    const before = substance(state);
    const run = await runCli([...command.split(' '), ...place(name), '-o', 'json'], {
      world: state,
    });
    const [item] = run.json<PreflightDocument>().items;
    const open = (item?.findings ?? []).filter(
      ({ status }) => status === 'fail' || status === 'unknown',
    );
    const ids = (severity: string) => [
      ...new Set(open.filter((found) => found.severity === severity).map(({ checkId }) => checkId)),
    ];
    expect({ code: run.code, blocking: ids('block'), warning: ids('warn') }).toEqual({
      code,
      blocking,
      warning,
    });
    expect(substance(state)).toEqual(before);
  });
});

/** Only the messy world has two subscriptions. */
function place(name: string): readonly string[] {
  return name === 'messy' ? ['--subscription', CONTOSO] : [];
}

describe('every suggested command', () => {
  it.each(ROWS.filter(([, , code]) => code !== 0))(
    'in world %s after %s can be pasted',
    async (name, command) => {
      const judged = await runCli([...command.split(' '), ...place(name), '-o', 'json'], {
        world: world(name),
      });
      const [item] = judged.json<PreflightDocument>().items;
      const suggested = (item?.findings ?? [])
        .flatMap(({ fix }) => fix)
        .filter((fix) => fix.startsWith('azbackup '));
      for (const text of new Set(suggested)) {
        const [, ...argv] = text.split(' ');
        const dry = argv[0] === 'preflight' ? [] : ['--dry-run'];
        const { code, stderr } = await runCli([...argv, ...dry], { world: world(name) });
        expect({ text, code, stderr }).toMatchObject({ code: expect.toBeOneOf([0, 5]) });
      }
    },
  );
});

describe('enable and status', () => {
  it.each([
    ['least-rights', 'enable --vm VM001', 0],
    ['least-rights', 'enable --vm VM002', 0],
    // What only Azure Backup can see, it tells.
    ['least-rights', 'enable --vm VM003', 7],
    ['least-rights', 'enable --vm VM003 --strict', 5],
    ['least-rights', 'status --vm VM004', 0],
    ['least-rights', 'status --vault rsv-prod', 0],
    ['private', 'enable --vm VM001', 0],
    ['private', 'enable --vm VM002', 5],
    ['private', 'enable --vm VM002 --grant --yes', 0],
    ['private', 'enable --vm VM003', 5],
    ['private', 'status --vm VM004', 0],
    ['private', 'status --vault rsv-prod', 0],
    ['messy', 'enable --vm VM001', 2],
    ['messy', 'enable --vm VM001 -g rg-app', 0],
    ['messy', 'enable --vm VM001 -g rg-db --vault rsv-app --grant --yes', 0],
    ['messy', 'enable --vm VM002', 0],
    ['messy', 'grant-access --vm VM003 --yes', 5],
    ['messy', 'enable --vm VM004', 5],
    ['messy', 'enable --vm VM005 --grant --yes', 5],
    ['messy', 'enable --vm VM006 --vault rsv-db', 0],
    ['messy', 'disable --vm VM006 --delete-data --confirm VM006', 5],
    ['messy', 'status --vault rsv-app', 6],
    ['messy', 'status --vm VM001', 2],
    ['messy', 'status --vm VM001 -g rg-db', 6],
    ['messy', 'status --vm VM006', 0],
  ])('in world %s: %s ends with %d', async (name, command, code) => {
    const state = world(name);
    const before = substance(state);
    const run = await runCli([...command.split(' '), ...place(name)], { world: state });
    const { stderr } = run;
    const isSame = isDeepStrictEqual(substance(state), before);
    expect({ code: run.code, stderr, touched: !isSame && [2, 5].includes(run.code) }).toMatchObject(
      {
        code,
        touched: false,
      },
    );
  });

  it('name the provider of a subscription in which it is not registered', async () => {
    const { code, stdout } = await runCli(
      ['preflight', '--vm', 'VM007', '--subscription', 'Contoso Test'],
      { world: world('messy') },
    );
    expect(code).toBe(5);
    expect(stdout).toContain('az provider register --namespace Microsoft.RecoveryServices');
  });
});
