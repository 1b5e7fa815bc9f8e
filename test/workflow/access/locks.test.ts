// Management locks in the way of commands: told by name and scope before anything is changed.

import { describe, expect, it } from 'vitest';
import type { SandboxFault } from '../../../src/sandbox/faults/request-faults.js';
import { putResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { CONTOSO, keyVaultId, PRODUCTION_VAULT, recoveryVaultId } from '../support/contoso.js';
import { NETWORK } from '../restore/restores.js';

const GROUP = `/subscriptions/${CONTOSO}/resourceGroups/rg-prod`;
const LEGACY = recoveryVaultId('rsv-legacy', 'rg-legacy');

function lockedWorld(scope: string, level = 'ReadOnly'): WorldState {
  const world = defaultWorld();
  putResource(world, {
    id: `${scope}/providers/Microsoft.Authorization/locks/team-lock`,
    name: 'team-lock',
    type: 'Microsoft.Authorization/locks',
    properties: { level },
  });
  return world;
}

const SUBSCRIPTION = `/subscriptions/${CONTOSO}`;

describe('a lock in the way', () => {
  const rows: readonly [argv: string, scope: string, level?: string][] = [
    ['enable --vm VM003', PRODUCTION_VAULT],
    ['enable --vm VM003', GROUP],
    ['enable --vm VM003', SUBSCRIPTION],
    ['enable --vm VM003 --create-vault rsv-new', GROUP],
    ['enable --vm VM001 --grant', keyVaultId('kv-prod-rbac')],
    ['grant-access --vm VM001', keyVaultId('kv-prod-rbac')],
    ['grant-access --vm VM001', GROUP],
    ['grant-access --vm VM002', keyVaultId('kv-prod-policy')],
    ['grant-access --vm VM005 --revoke --yes', keyVaultId('kv-prod-app')],
    ['backup-now --vm VM010 --retain 30d', LEGACY],
    ['disable --vm VM010', LEGACY],
    ['disable --vm VM010 --delete-data --confirm VM010', LEGACY],
    ['disable --vm VM010 --delete-data --confirm VM010', LEGACY, 'CanNotDelete'],
    ['undelete --vm VM011', PRODUCTION_VAULT],
    ['policy create weekly --vault rsv-prod --weekly sun@02:00', PRODUCTION_VAULT],
    ['policy update DefaultPolicy --vault rsv-prod --daily 03:00', PRODUCTION_VAULT],
    ['policy delete EnhancedPolicy --vault rsv-prod --yes', GROUP, 'CanNotDelete'],
    ['vault create rsv-new -g rg-prod', GROUP],
    ['vault create rsv-legacy --soft-delete-days 30', LEGACY],
    ['restore --vm VM005', PRODUCTION_VAULT],
    [`restore --vm VM005 --to vm --name restored1 ${NETWORK}`, GROUP],
  ];

  it.each(rows)('%s, %s %s', async (argv, scope, level) => {
    const world = lockedWorld(scope, level);
    const run = await runCli(argv.split(' '), { world });
    expect(run.writes.map(({ method, url }) => `${method} ${url}`)).toEqual([]);
    const said = `${run.stdout}${run.stderr}`;
    expect(said).toContain('team-lock');
    expect(said).toContain(scope);
    expect(run.code).toBe(5);
  });

  it.each(rows)('does not matter on something else: %s', async (argv) => {
    const world = lockedWorld(recoveryVaultId('rsv-other', 'rg-nowhere'));
    const run = await runCli([...argv.split(' '), '--dry-run'], { world });
    expect(`${run.stdout}${run.stderr}`).not.toContain('team-lock');
    expect(run.code).toBe(0);
  });
});

describe('a lock that is not in the way', () => {
  it.each([
    ['enable --vm VM003', 'CanNotDelete', SUBSCRIPTION],
    ['grant-access --vm VM001', 'CanNotDelete', SUBSCRIPTION],
    ['disable --vm VM010', 'CanNotDelete', SUBSCRIPTION],
    // Nothing is to be written.
    ['enable --vm VM005', 'ReadOnly', PRODUCTION_VAULT],
    // What is a POST although it only reads is refused too.
    ['status --vm VM005', 'ReadOnly', SUBSCRIPTION],
  ])('%s goes on under %s on %s', async (argv, level, scope) => {
    const world = lockedWorld(scope, level);
    expect((await runCli(argv.split(' '), { world })).code).toBe(0);
  });
});

describe('a read-only lock on the staging account', () => {
  it('only warns, and says which right makes up for it', async () => {
    const plain = await runCli(['restore', '--vm', 'VM005', '--dry-run', '-o', 'json']);
    const account =
      /Microsoft\.Storage\/storageAccounts\/(?<name>\w+)/u.exec(plain.stdout)?.groups?.['name'] ??
      '';
    const id = Object.values(defaultWorld().resources).find(({ name }) => name === account)?.id;
    const world = lockedWorld(id ?? '');
    const run = await runCli(['restore', '--vm', 'VM005', '--dry-run'], { world });
    expect(run.stderr.replaceAll(/\s+/gu, ' ')).toContain(
      `the lock team-lock keeps the keys of ${account} from being listed`,
    );
    expect(run.code).toBe(0);
  });
});

describe('locks that may not be read', () => {
  it.each(['enable --vm VM003', 'disable --vm VM010', 'grant-access --vm VM001'])(
    'are said, and left to Azure: %s',
    async (argv) => {
      const faults: SandboxFault[] = [
        {
          match: 'GET **/locks',
          then: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
        },
      ];
      const run = await runCli(argv.split(' '), { faults });
      expect(`${run.stdout}${run.stderr}`).toMatch(/lock/u);
      expect(run.code).toBe(0);
    },
  );
});
