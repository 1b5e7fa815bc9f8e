import { describe } from 'vitest';
import { known } from '../../../../src/domain/fact.js';
import { policyFitsVm } from '../../../../src/preflight/checks/policy/fits-vm.js';
import { policyFound } from '../../../../src/preflight/checks/policy/found.js';
import { policyHasRoom } from '../../../../src/preflight/checks/policy/has-room.js';
import { vaultCmkReadable } from '../../../../src/preflight/checks/vault/cmk-readable.js';
import { vaultFound } from '../../../../src/preflight/checks/vault/found.js';
import { vaultHasRoom } from '../../../../src/preflight/checks/vault/has-room.js';
import { vaultUnlocked } from '../../../../src/preflight/checks/vault/unlocked.js';
import { testCheck, type CheckRow } from '../../../support/check-table.js';
import {
  ABSENT,
  FORBIDDEN,
  KEY_URL,
  OTHER_VAULT_ID,
  SUBSCRIPTION,
  UNAVAILABLE,
  VAULT_ID,
  aPolicy,
  aVault,
  aVm,
  anItem,
  factsFor,
} from '../../../support/facts-builder.js';

const machine = aVm();
const facts = factsFor(machine);
const item = known(anItem(machine.vm));
const withKey = (identityPrincipalIds: readonly string[]) =>
  facts.with({ vault: known(aVault({ customerKeyUrl: KEY_URL, identityPrincipalIds })) });

describe('checks of the vault', () => {
  testCheck(vaultFound, [
    ['a vault', facts, 'pass'],
    ['no vault', facts.with({ vault: ABSENT }), 'fail', ['--create-vault rsv-japaneast']],
    ['vaults that may not be read', facts.with({ vault: FORBIDDEN }), 'unknown'],
  ]);

  testCheck(vaultHasRoom, [
    ['room for one', facts.with({ vaultItems: known(999) }), 'pass', ['999 of 1000']],
    ['a full vault', facts.with({ vaultItems: known(1000) }), 'fail', ['is full']],
    ['a full vault with this machine', facts.with({ vaultItems: known(1000), item }), 'pass'],
    ['items that could not be counted', facts.with({ vaultItems: UNAVAILABLE }), 'unknown'],
    ['items that were not counted', facts.with({ vaultItems: ABSENT }), 'skip'],
    ['no vault', facts.with({ vault: ABSENT }), 'skip'],
  ]);

  const lock = (scope: string, level = 'ReadOnly') =>
    known([{ name: 'keep', scope: scope.toUpperCase(), level }]);
  const GROUP = VAULT_ID.replace(/\/providers\/.*/u, '');

  testCheck(vaultUnlocked, [
    ['no lock', facts, 'pass'],
    ...[VAULT_ID, GROUP, `/subscriptions/${SUBSCRIPTION}`].map((scope): CheckRow => [
      `a read-only lock on ${scope}`,
      facts.with({ vaultLocks: lock(scope) }),
      'fail',
      [`ReadOnly on ${scope.toUpperCase()}`, 'az lock delete --ids', 'locks/keep'],
      'block',
    ]),
    ['a delete lock', facts.with({ vaultLocks: lock(GROUP, 'CanNotDelete') }), 'pass'],
    ['a lock on its namesake', facts.with({ vaultLocks: lock(`${VAULT_ID}2`) }), 'pass'],
    ['a lock on another vault', facts.with({ vaultLocks: lock(OTHER_VAULT_ID) }), 'pass'],
    [
      'locks that may not be read',
      facts.with({ vaultLocks: FORBIDDEN }),
      'unknown',
      ['Microsoft.Authorization/locks/read'],
    ],
    ['a machine that is protected', facts.with({ vaultLocks: lock(GROUP), item }), 'skip'],
    [
      'a backup of a machine that is protected',
      facts.with({ vaultLocks: lock(GROUP), item, intent: { grant: false, backup: true } }),
      'fail',
      ['ReadOnly'],
      'block',
    ],
    [
      'a machine that is to have another policy',
      facts.with({ vaultLocks: lock(GROUP), item, policyName: 'Other' }),
      'fail',
      [],
      'block',
    ],
    ['no vault', facts.with({ vault: ABSENT, vaultLocks: ABSENT }), 'skip'],
  ]);

  testCheck(vaultCmkReadable, [
    ["Azure's own keys", facts, 'pass'],
    ['a key of the customer without an identity', withKey([]), 'fail', ['identity assign']],
    ['a key of the customer', withKey(['principal']), 'unknown', [KEY_URL, 'wrapKey']],
    ['no vault', facts.with({ vault: ABSENT }), 'skip'],
  ]);
});

describe('checks of the policy', () => {
  testCheck(policyFound, [
    ['a policy', facts, 'pass'],
    [
      'no such policy',
      facts.with({ policy: ABSENT }),
      'fail',
      ['azbackup policy list --vault rsv-prod'],
    ],
    [
      'a policy of almost that name',
      facts.with({ policy: ABSENT, nearPolicies: ['DefaultPolicy'] }),
      'fail',
      ['similar names: DefaultPolicy', 'did you mean: --policy DefaultPolicy'],
    ],
    ['a policy that may not be read', facts.with({ policy: FORBIDDEN }), 'unknown'],
    ['no vault', facts.with({ vault: ABSENT, policy: ABSENT }), 'skip'],
  ]);

  const enhanced = { policy: known(aPolicy({ policyType: 'Enhanced' })) };
  const unmanaged = factsFor(machine.unmanaged());
  testCheck(policyFitsVm, [
    ['managed disks with an Enhanced policy', facts.with(enhanced), 'pass'],
    ['unmanaged disks with a Standard policy', unmanaged, 'pass'],
    ['unmanaged disks with an Enhanced policy', unmanaged.with(enhanced), 'fail', ['unmanaged']],
    [
      'an Enhanced policy in use and a Standard one asked for',
      facts.with({ currentPolicy: enhanced.policy }),
      'fail',
      ["can't go back"],
    ],
    [
      'an Enhanced policy in use and another asked for',
      facts.with({ ...enhanced, currentPolicy: enhanced.policy }),
      'pass',
    ],
    ['no policy', facts.with({ policy: ABSENT }), 'skip'],
    ['a policy that could not be read', facts.with({ policy: UNAVAILABLE }), 'unknown'],
  ]);

  testCheck(policyHasRoom, [
    ['99 machines', facts.with({ policyItems: known(99) }), 'pass'],
    ['100 machines', facts.with({ policyItems: known(100) }), 'fail', ['--policy NAME']],
    ['1,000 machines', facts.with({ policyItems: known(1000) }), 'fail', ['is full'], 'block'],
    ['1,000 with this one', facts.with({ policyItems: known(1000), item }), 'pass'],
    ['machines that could not be counted', facts.with({ policyItems: FORBIDDEN }), 'unknown'],
    ['machines that were not counted', facts.with({ policyItems: ABSENT }), 'skip'],
    ['no policy', facts.with({ policy: ABSENT }), 'skip'],
  ]);
});
