// What has to be done to bring the key and secret of a recovery point back, and when that cannot be done.
// Pure: "Restore Key Vault key and secret for encrypted VMs", "Azure Key Vault backup and restore".

import { sameGeography } from '../../domain/geography.js';
import { barrierToTrustedServices } from '../../domain/public-access.js';
import { sameRegion } from '../../domain/region.js';
import type { WantedObject } from '../../domain/keys/key-copies.js';
import {
  statusOf,
  type ObjectFacts,
  type KeyStatus,
  type Unreadable,
} from '../../domain/keys/key-status.js';
import type { KeyVault } from '../../domain/keys/key-vault.js';
import { waysToRead } from '../../domain/keys/ways-to-read.js';
import { vaultNameOf } from '../../domain/keys/key-vault-url.js';
import { sameName } from '../../domain/resource-id.js';
import { commandLine } from '../../domain/command-line.js';
import { enableCommand } from './findings.js';

/** Where key and secret are to be, and what there is to bring them back from. */
export interface RestorationFacts {
  /** In the key vault in which it is to be. */
  readonly secret: ObjectFacts;
  /** Absent for BEK-only machines. */
  readonly key?: ObjectFacts;
  readonly has: {
    readonly keyBackup: boolean;
    readonly secretValue: boolean;
    readonly secretBackup: boolean;
  };
  /** Where the copies were made; members are absent where that is not known. */
  readonly origin: { readonly subscriptionId?: string; readonly location?: string };
  /** Where the disks are to be that need them; where the copies were made unless it is said. */
  readonly disksLocation?: string;
  /** What the copies come from; of a point also the command that restores its disks, and the keys with them. */
  readonly source: { readonly kind: 'point'; readonly restore: string } | { readonly kind: 'file' };
}

/** What is to be done with one object. */
export type KeyAction = 'none' | 'recover' | 'restore' | 'set';

/** Why nothing is done. */
export type KeyRefusal = {
  /** One sentence without a full stop. */
  readonly summary: string;
  readonly causes: readonly string[];
  /** Commands or actions, best first. */
  readonly fix: readonly string[];
} & (
  | { readonly reason: 'no-copy' | 'name-taken' | 'unusable' | 'vault-gone' | 'vault-elsewhere' }
  /** With the read that failed. */
  | { readonly reason: 'not-known'; readonly unreadable: Unreadable }
);

/** The decision on a pair. */
export interface KeyDecision {
  readonly secret: KeyAction;
  /** `none` for BEK-only machines. */
  readonly key: KeyAction;
  /** Anything in here means that nothing is done at all. */
  readonly refusals: readonly KeyRefusal[];
  /** Worth knowing, and no hindrance; sentences without a full stop. */
  readonly notes: readonly string[];
}

/** Decides on both objects by the exact versions that the point names. */
export function decideRestoration(facts: RestorationFacts): KeyDecision {
  const secret = secretOutcome(facts);
  const key: Outcome = facts.key === undefined ? 'none' : keyOutcome(facts.key, facts);
  const vaults = distinctVaults(facts);
  const acts = [secret, key].some((outcome) => outcome !== 'none');
  const places = acts ? vaults.map((vault) => checkTarget(vault, facts)) : [];
  return {
    secret: actionOf(secret),
    key: actionOf(key),
    refusals: [
      ...[key, secret].flatMap((outcome) => (typeof outcome === 'string' ? [] : [outcome])),
      ...places.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal])),
    ],
    notes: [
      ...places.flatMap(({ notes }) => notes),
      ...vaults.flatMap((vault) => vaultNotes(vault)),
    ],
  };
}

type Outcome = KeyAction | KeyRefusal;

function actionOf(outcome: Outcome): KeyAction {
  return typeof outcome === 'string' ? outcome : 'none';
}

function keyOutcome(object: ObjectFacts, facts: RestorationFacts): Outcome {
  const keyStatus = statusOf(object);
  if (keyStatus.state === 'gone') {
    return facts.has.keyBackup ? 'restore' : noCopy(object.wanted, facts);
  }
  return keyStatus.state === 'version-gone' ? nameTaken(object) : commonOutcome(object, keyStatus);
}

/** With a KEK the secret is set, which works under any name but a deleted one; without, it is restored. */
function secretOutcome(facts: RestorationFacts): Outcome {
  const { secret, key, has } = facts;
  const keyStatus = statusOf(secret);
  if (keyStatus.state !== 'gone' && keyStatus.state !== 'version-gone') {
    return commonOutcome(secret, keyStatus);
  }
  if (key !== undefined) {
    return has.secretValue ? 'set' : noCopy(secret.wanted, facts);
  }
  if (!has.secretBackup) {
    return noCopy(secret.wanted, facts);
  }
  return keyStatus.state === 'gone' ? 'restore' : nameTaken(secret);
}

function commonOutcome(
  { wanted, vault }: ObjectFacts,
  keyStatus: Exclude<KeyStatus, { state: 'gone' | 'version-gone' }>,
): Outcome {
  switch (keyStatus.state) {
    case 'in-place':
    case 'replaced':
      return 'none';
    case 'soft-deleted':
      return 'recover';
    case 'unusable':
      return {
        reason: 'unusable',
        summary: `${labelOf(wanted)} exists, but is disabled`,
        causes: ['no restore needed; make the version usable'],
        fix: [enableCommand(wanted, keyStatus.version)],
      };
    case 'vault-gone':
      return vaultGone(wanted);
    case 'unknown':
      return {
        reason: 'not-known',
        summary: `whether ${labelOf(wanted)} exists could not be read`,
        causes: [keyStatus.fact.message],
        fix: waysToRead(wanted, vault, keyStatus.fact),
        unreadable: keyStatus.fact,
      };
  }
}

function noCopy(wanted: WantedObject, { source, key }: RestorationFacts): KeyRefusal {
  const label = labelOf(wanted);
  const bekOnly = wanted.kind === 'secret' && key === undefined;
  if (source.kind === 'file') {
    return {
      reason: 'no-copy',
      summary: `${label} is not there, and the file has no backup of it`,
      causes: [`${memberOf(wanted, bekOnly)} is missing in the file`],
      fix: ['choose another recovery point, or restore it from a backup of your own'],
    };
  }
  return {
    reason: 'no-copy',
    summary: `${label} is not there, and cannot be restored from the recovery point itself`,
    causes: [
      bekOnly
        ? 'the VM is BEK-only: Azure provides the backup of its secret only in the encryption info file of a disk restore'
        : 'the point holds no copy of it: Azure provides the copies in the encryption info file of a disk restore',
      'no restore of this point was found whose encryption info file is still there',
    ],
    fix: [source.restore, 'azbackup restore-keys --file FILE'],
  };
}

/** As "Restore Key Vault key and secret for encrypted VMs" calls it. */
function memberOf({ kind }: WantedObject, bekOnly: boolean): string {
  if (kind === 'key') {
    return 'KeyBackupData';
  }
  return bekOnly ? 'KeyVaultSecretBackupData' : 'SecretData';
}

function nameTaken({ wanted, object }: ObjectFacts): KeyRefusal {
  const others = object.status === 'known' ? object.value.versions.length : 0;
  return {
    reason: 'name-taken',
    summary: `${labelOf(wanted)} exists in other versions, so its backup cannot be restored there`,
    causes: [
      `required version ${wanted.version ?? ''}; found ${others === 1 ? '1 other' : `${others} others`}`,
      'Key Vault restores a backup only if the name is not in use',
    ],
    fix: [
      'restore into another key vault of the same subscription and geography: --key-vault NAME',
    ],
  };
}

function vaultGone({ vaultUrl }: WantedObject): KeyRefusal {
  const name = vaultNameOf(vaultUrl);
  return {
    reason: 'vault-gone',
    summary: `key vault ${name} does not exist`,
    causes: [],
    fix: [
      commandLine('az', 'keyvault', 'recover', '--name', name),
      'or restore into another key vault of the same subscription and geography: --key-vault NAME',
    ],
  };
}

function distinctVaults({ secret, key }: RestorationFacts): readonly KeyVault[] {
  const facts = [secret, ...(key === undefined ? [] : [key])];
  const known = facts.flatMap(({ vault }) => (vault.status === 'known' ? [vault.value] : []));
  return [...new Map(known.map((vault) => [vault.id.toLowerCase(), vault])).values()];
}

/** Copies open only in a key vault of the subscription and geography that they were made in. */
function checkTarget(
  vault: KeyVault,
  { origin: { subscriptionId, location }, disksLocation = location }: RestorationFacts,
): { readonly refusal?: KeyRefusal; readonly notes: readonly string[] } {
  const elsewhere = (what: string): KeyRefusal => ({
    reason: 'vault-elsewhere',
    summary: `key vault ${vault.name} is in another ${what} than the backups`,
    causes: ['Key Vault restores a backup only within one subscription and one geography'],
    fix: ['use a key vault in the subscription and region of the VM: --key-vault NAME'],
  });
  if (subscriptionId !== undefined && !sameName(subscriptionId, vault.subscriptionId)) {
    return { refusal: elsewhere('subscription'), notes: [] };
  }
  if (location === undefined) {
    return { notes: [] };
  }
  const same = sameGeography(location, vault.location);
  if (same === false) {
    return { refusal: elsewhere('geography'), notes: [] };
  }
  return {
    notes: [
      ...(same === undefined
        ? [
            `unknown whether ${location} and ${vault.location} are in the same geography; Azure decides`,
          ]
        : []),
      ...(disksLocation === undefined || sameRegion(disksLocation, vault.location)
        ? []
        : [
            `key vault ${vault.name} is in ${vault.location}; disks in ${disksLocation} need a key vault in their region`,
          ]),
    ],
  };
}

function vaultNotes({ name, enabledForDiskEncryption, network }: KeyVault): readonly string[] {
  return [
    ...(enabledForDiskEncryption
      ? []
      : [
          `key vault ${name} is not enabled for disk encryption, so VMs cannot start with its keys`,
        ]),
    ...(barrierToTrustedServices(network) === 'firewall'
      ? [
          `the firewall of key vault ${name} does not allow trusted Microsoft services, so VMs cannot start with its keys`,
        ]
      : []),
  ];
}

function labelOf({ kind, name, vaultUrl }: WantedObject): string {
  return `${kind === 'key' ? 'KEK' : 'BEK secret'} ${name} of ${vaultNameOf(vaultUrl)}`;
}
