// The keys of data volumes. On Windows each volume has a BEK secret of its own ("Unlock an encrypted disk for offline
// repair"), and each disk names those of its volumes (OpenAPI EncryptionSettingsCollection), while recovery points and
// encryption info files name those of the OS disk alone.

import { comesWithoutSettings } from '../../domain/recovery/restore-limits.js';
import { sameObjectUrl, wantedObject, type WantedObject } from '../../domain/keys/key-copies.js';
import { statusOf, type KeyStatus, type ObjectFacts } from '../../domain/keys/key-status.js';
import { vaultNameOf } from '../../domain/keys/key-vault-url.js';
import { barrierToTrustedServices } from '../../domain/public-access.js';
import { sameRegion } from '../../domain/region.js';
import { nameOf, type ResourceId } from '../../domain/resource-id.js';
import type { EncryptionSettings, ManagedDisk } from '../../domain/virtual-machine.js';
import type { FactReader } from '../../facts/fact-reader.js';
import { enableCommand, recoverCommand } from './findings.js';
import { keyRestorationSteps } from './plan.js';
import { gatherObjectFacts } from './status-facts.js';
import type { KeyStep } from './step.js';

/** Why the keys of a point's data volumes cannot be judged by the point. */
export const VOLUME_KEYS_NOT_CHECKED =
  'BEK secrets of Windows data volumes are not checked: recovery points name that of the OS disk only';

/** A disk that is looked at. */
export interface LookedAtDisk {
  readonly diskId: ResourceId;
  /** Null for the OS disk. */
  readonly lun: number | null;
}

/** The secret of a volume, with the KEK that wraps it, as a disk names them. */
export interface VolumeKey extends LookedAtDisk {
  readonly secret: ObjectFacts;
  /** Absent where no KEK wraps it. */
  readonly key?: ObjectFacts;
}

/** What was seen of the keys of a machine's volumes, apart from the one that its points name. */
export interface VolumeKeys {
  readonly keys: readonly VolumeKey[];
  /** The region of the disks, which get no key from another one. */
  readonly location: string;
  /** Names of disks that could not be read. */
  readonly unread: readonly string[];
  /** True where the disks name none, and may be encrypted all the same. */
  readonly untold: boolean;
}

/** Where disks are, and which secret is judged anyway. */
export interface VolumeQuestion {
  readonly disks: readonly LookedAtDisk[];
  /** The addresses of the secret that the point names, and of the one in its place. */
  readonly judged: readonly string[];
  readonly subscriptionId: string;
  readonly location: string;
  /** With an Entra application disks name no keys: the machine's model does. */
  readonly dualPass: boolean;
}

/** Reads what the disks name, and how it stands. */
export async function gatherVolumeKeys(
  reader: FactReader,
  { disks, judged, subscriptionId, location, dualPass }: VolumeQuestion,
): Promise<VolumeKeys> {
  const facts = await Promise.all(
    disks.map(async (disk) => ({ disk, fact: await reader.disk(disk.diskId) })),
  );
  const read = facts.flatMap(({ disk, fact }) =>
    fact.status === 'known' ? [{ disk, managed: fact.value }] : [],
  );
  const named = read.flatMap(({ disk, managed }) =>
    settingsOf(managed)
      .filter(({ secretUrl }) => !judged.some((url) => sameObjectUrl(url, secretUrl)))
      .map((settings) => ({ disk, settings })),
  );
  const keys = await Promise.all(
    named.map(({ disk, settings }) => volumeKey(reader, disk, settings, subscriptionId)),
  );
  const silent = read.some(
    ({ disk, managed }) => disk.lun !== null && settingsOf(managed).length === 0,
  );
  return {
    keys: keys.filter((each) => each !== undefined),
    location,
    unread: facts.flatMap(({ disk, fact }) =>
      fact.status === 'known' ? [] : [nameOf(disk.diskId)],
    ),
    untold: silent && (dualPass || comesWithoutSettings(read.map(({ managed }) => managed.sizeGb))),
  };
}

type NamedSettings = EncryptionSettings & { readonly secretUrl: string };

function settingsOf({ adeSettings }: ManagedDisk): readonly NamedSettings[] {
  return adeSettings?.enabled === true
    ? adeSettings.settings.flatMap((each) =>
        each.secretUrl === undefined ? [] : [{ ...each, secretUrl: each.secretUrl }],
      )
    : [];
}

/** Undefined where the address is none of Key Vault's. */
async function volumeKey(
  reader: FactReader,
  { diskId, lun }: LookedAtDisk,
  { secretUrl, secretVaultId, keyUrl, keyVaultId }: NamedSettings,
  subscriptionId: string,
): Promise<VolumeKey | undefined> {
  const secret = wantedObject('secret', { url: secretUrl, ...idOf(secretVaultId) });
  const key =
    keyUrl === undefined ? undefined : wantedObject('key', { url: keyUrl, ...idOf(keyVaultId) });
  if (secret === undefined) {
    return undefined;
  }
  const [secretFacts, keyFacts] = await Promise.all([
    gatherObjectFacts(reader, secret, subscriptionId),
    key === undefined ? undefined : gatherObjectFacts(reader, key, subscriptionId),
  ]);
  return {
    diskId,
    lun,
    secret: secretFacts,
    ...(keyFacts === undefined ? {} : { key: keyFacts }),
  };
}

function idOf(id: ResourceId | undefined): { readonly keyVaultId?: ResourceId } {
  return id === undefined ? {} : { keyVaultId: id };
}

function objectsOf({ secret, key }: VolumeKey): readonly ObjectFacts[] {
  return [secret, ...(key === undefined ? [] : [key])];
}

/** True where something that a disk names is known not to be where the disk can get it. */
export function lacksVolumeKeys(seen: VolumeKeys): boolean {
  return lackingVolumeKeys(seen).length > 0;
}

/** What disks name and is known not to be where they can get it; sentences without a full stop. */
export function lackingVolumeKeys(seen: VolumeKeys): readonly string[] {
  // What could not be read may be in any state.
  return notesOf(seen, ({ state }) => state !== 'unknown');
}

/** True where of something that a disk names it could not be read whether it is in place. */
export function hasUnknownVolumeKeys({ keys }: VolumeKeys): boolean {
  return keys.some((volume) =>
    objectsOf(volume).some((object) => statusOf(object).state === 'unknown'),
  );
}

/** Of a key vault from whose keys no machine of the region starts ("Create and configure a key vault for ADE"). */
function closedWords({ vault }: ObjectFacts, location: string): string | undefined {
  if (vault.status !== 'known') {
    return undefined;
  }
  if (!vault.value.enabledForDiskEncryption) {
    return 'a key vault that is not enabled for disk encryption, so the volume may stay locked';
  }
  if (barrierToTrustedServices(vault.value.network) === 'firewall') {
    return 'a key vault whose firewall does not allow trusted Microsoft services, so the volume may stay locked';
  }
  return sameRegion(vault.value.location, location)
    ? undefined
    : `a key vault in ${vault.value.location}, which VMs in ${location} cannot use, so the volume may stay locked`;
}

/** Nothing but what is soft-deleted can be brought back: no copy of these comes with a restore. */
export function volumeKeySteps(
  { keys }: VolumeKeys,
  vmIds: readonly ResourceId[],
): readonly KeyStep[] {
  const steps = keys.flatMap((volume) => {
    const { secret, key } = volume;
    return keyRestorationSteps(
      { secret: recovery(secret), key: recovery(key), refusals: [], notes: [] },
      { secret, ...(key === undefined ? {} : { key }) },
      { vmIds },
    );
  });
  return [...new Map(steps.map((step) => [step.id, step])).values()];
}

function recovery(object: ObjectFacts | undefined): 'recover' | 'none' {
  return object !== undefined && statusOf(object).state === 'soft-deleted' ? 'recover' : 'none';
}

/** What is not as the disks need it; sentences without a full stop. */
export function volumeKeyNotes(seen: VolumeKeys): readonly string[] {
  const { unread, untold } = seen;
  return [
    ...notesOf(seen),
    ...(unread.length === 0
      ? []
      : [`which keys these disks name could not be read: ${unread.join(', ')}`]),
    ...(untold ? [VOLUME_KEYS_NOT_CHECKED] : []),
  ];
}

function notesOf(
  { keys, location }: VolumeKeys,
  matters: (status: KeyStatus) => boolean = () => true,
): readonly string[] {
  return keys.flatMap((volume) =>
    objectsOf(volume).flatMap((object) => {
      const status = statusOf(object);
      const words =
        (matters(status) ? stateWords(object.wanted, status) : undefined) ??
        closedWords(object, location);
      return words === undefined
        ? []
        : [`disk ${nameOf(volume.diskId)} names ${labelOf(object)}, ${words}`];
    }),
  );
}

const NO_COPY =
  'and restores bring copies of the keys of the OS disk only, so the volume may stay locked';

/** Undefined where it is in place. */
function stateWords(wanted: WantedObject, status: KeyStatus): string | undefined {
  switch (status.state) {
    case 'in-place':
      return undefined;
    case 'replaced':
    case 'version-gone':
      return `which is gone as this version, ${NO_COPY}`;
    case 'gone':
      return `which is gone, ${NO_COPY}`;
    case 'vault-gone':
      return `which is gone with its key vault, ${NO_COPY}`;
    case 'soft-deleted':
      return `which is soft-deleted; it can be recovered: ${recoverCommand(wanted)}`;
    case 'unusable':
      return `which is disabled; it can be enabled: ${enableCommand(wanted, status.version)}`;
    case 'unknown':
      return 'of which it could not be read whether it is in place';
  }
}

function labelOf({ wanted }: ObjectFacts): string {
  const { kind, name, vaultUrl } = wanted;
  return `${kind === 'key' ? 'KEK' : 'BEK secret'} ${name} of ${vaultNameOf(vaultUrl)}`;
}
