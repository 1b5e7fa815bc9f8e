// Whether the caller may start a restore, as far as Azure shows its permissions.
import { describe, expect, it } from 'vitest';
import { rightsObstacle } from '../../../../src/commands/restore/rights.js';
import { AzbackupError } from '../../../../src/errors/azbackup-error.js';
import type { Fact } from '../../../../src/domain/fact.js';
import type { Permission } from '../../../../src/domain/roles.js';

type Permissions = Fact<readonly Permission[]>;

const VAULT = '/subscriptions/1/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/rsv';
const TARGET = {
  vault: { id: VAULT, name: 'rsv' },
  item: { id: `${VAULT}/backupFabrics/Azure/protectedItems/VM;vm1`, friendlyName: 'VM1' },
};

const roles = (...actions: readonly string[]): Permissions => ({
  status: 'known',
  value: actions.map((action) => ({
    actions: [action],
    notActions: [],
    dataActions: [],
    notDataActions: [],
  })),
});
const READER = '*/read';
const OPERATOR =
  'Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/*';
const UNREADABLE: Permissions = {
  status: 'unreadable',
  reason: 'forbidden',
  code: 'AZB_NOT_ALLOWED',
  message: 'not allowed',
};

const ODD = new AzbackupError({ code: 'AZB_REFUSED', kind: 'azure-failed', message: 'BadRequest' });

async function obstacle(
  atVault: Permissions,
  atItem: Permissions | AzbackupError,
  caller?: string,
) {
  const callerPermissions = async (scope: string): Promise<Permissions> => {
    const answer = scope === VAULT ? atVault : atItem;
    if (answer instanceof AzbackupError) {
      throw answer;
    }
    return Promise.resolve(answer);
  };
  const found = await rightsObstacle({ callerPermissions }, TARGET, () => Promise.resolve(caller));
  return found?.error.fields;
}

describe('the right to restore', () => {
  it.each<[string, Permissions, Permissions | AzbackupError]>([
    ['held at the vault', roles(READER, OPERATOR), UNREADABLE],
    ['held at the item only', roles(READER), roles(READER, OPERATOR)],
    ['not known at the vault', UNREADABLE, roles(READER)],
    ['not known at the item', roles(READER), UNREADABLE],
    ['not shown at an item that shows not even what the vault has', roles(READER), roles()],
    ['answered with something else at the item', roles(READER), ODD],
    ['absent', { status: 'absent' }, { status: 'absent' }],
  ])('blocks nothing where it is %s', async (_, atVault, atItem) => {
    expect(await obstacle(atVault, atItem)).toBeUndefined();
  });

  it('is named where it is missing, with the role that has it and who can assign that', async () => {
    const action = expect.stringMatching(/\/recoveryPoints\/restore\/action$/u) as string;
    expect(await obstacle(roles(READER), roles(READER), 'caller-id')).toMatchObject({
      code: 'AZB_NOT_ALLOWED',
      kind: 'not-allowed',
      message: 'not allowed to restore VM1 from rsv',
      denied: { action, scope: VAULT, caller: 'caller-id' },
      fix: [
        `get the role Backup Operator on rsv: its Owner or User Access Administrator can run az role assignment create --assignee-object-id caller-id --role 'Backup Operator' --scope ${VAULT}`,
      ],
    });
    const unnamed = await obstacle(roles(READER), roles(READER));
    expect(unnamed?.fix).toEqual([
      'get the role Backup Operator on rsv from its Owner or User Access Administrator',
    ]);
  });
});
