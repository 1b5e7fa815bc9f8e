// What a restore has to do about the key and secret of its point: nothing where the exact versions are in
// place, otherwise what `restore-keys` would do.

import { REPLACES_TAG, type ObjectFacts } from '../../domain/keys/key-status.js';
import type { KeyVault } from '../../domain/keys/key-vault.js';
import { barrierToTrustedServices } from '../../domain/public-access.js';
import { sameRegion } from '../../domain/region.js';
import { sameName } from '../../domain/resource-id.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { keyRestorationSteps } from '../keys/plan.js';
import type { KeyStep } from '../keys/step.js';
import { azKeyVaultUpdate } from '../../preflight/command-line.js';
import { DOCS } from '../../preflight/documentation.js';
import type { CommandContext } from '../context.js';
import type { FactReader } from '../../facts/fact-reader.js';
import { diskSettingsDocument, isComplete } from '../keys/report.js';
import {
  prepareRestoration,
  refusalError,
  secretTerms,
  type KeyRestoration,
} from '../keys/restoration.js';
import type { KeySource } from '../keys/source.js';

/** Whether key and secret are restored. */
export type KeysMode = 'auto' | 'always' | 'never';

/** What the user wants about them. */
export interface KeyOptions {
  readonly keys: KeysMode;
  /** Name or id. */
  readonly keyVault?: string | undefined;
  /** The region of the restored disks. */
  readonly location: string;
}

/** How key and secret stand, and what is to be done. */
export interface KeyChoice {
  readonly source: KeySource;
  readonly restoration: KeyRestoration;
  readonly steps: readonly KeyStep[];
  /** Name or id of the key vault in which they will be; their own where absent. */
  readonly keyVault?: string;
  /** Why the point's disks will not start as things stand, and nothing is done about it. */
  readonly obstacle?: AzbackupError;
  /** True where the disks will have to name other addresses than the point does. */
  readonly moves: boolean;
}

/** Judges key and secret. Nothing is changed. @throws AzbackupError of `prepareRestoration`, `secretTerms` */
export async function chooseKeys(
  context: CommandContext,
  reader: FactReader,
  source: KeySource,
  { keys, keyVault, location }: KeyOptions,
): Promise<KeyChoice> {
  const inPlace = await prepareRestoration(context, reader, source, undefined);
  const closed = closedToDisks(inPlace, location);
  if (keys !== 'always' && isComplete(inPlace.facts) && closed === undefined) {
    const moves = diskSettingsDocument(source, inPlace.facts)?.differs === true;
    return { source, restoration: inPlace, steps: [], moves };
  }
  if (keys === 'never') {
    const obstacle = closed ?? notInPlace(source, inPlace);
    return { source, restoration: inPlace, steps: [], obstacle, moves: false };
  }
  return restoredKeys(source, {
    restoration:
      keyVault === undefined
        ? inPlace
        : await prepareRestoration(context, reader, source, keyVault),
    location,
    ...(keyVault === undefined ? {} : { keyVault }),
  });
}

/** What bringing them back takes. */
function restoredKeys(
  source: KeySource,
  {
    restoration,
    keyVault,
    location,
  }: Pick<KeyChoice, 'restoration' | 'keyVault'> & Pick<KeyOptions, 'location'>,
): KeyChoice {
  const place = keyVault === undefined ? {} : { keyVault };
  const obstacle = refusalError(restoration.decision) ?? closedToDisks(restoration, location);
  if (obstacle !== undefined) {
    return { source, restoration, steps: [], ...place, obstacle, moves: false };
  }
  const terms = secretTerms(source, restoration);
  const steps = keyRestorationSteps(restoration.decision, restoration.facts, {
    ...(terms === undefined ? {} : { terms }),
    vmIds: source.vm === undefined ? [] : [source.vm.id],
  });
  const settled = diskSettingsDocument(source, restoration.facts);
  // A secret that is set gets a version of its own, and another key vault another address.
  const moves =
    settled?.differs ?? (keyVault !== undefined || steps.some(({ kind }) => kind === 'set-secret'));
  return { source, restoration, steps, ...place, moves };
}

/** A key vault from whose keys no machine of the region starts ("Create and configure a key vault for ADE"). */
function closedToDisks({ facts }: KeyRestoration, location: string): AzbackupError | undefined {
  const vaults = [facts.secret, ...(facts.key === undefined ? [] : [facts.key])].flatMap(
    ({ vault }) => (vault.status === 'known' ? [vault.value] : []),
  );
  const [closed] = vaults.flatMap((vault) => {
    const why = whyClosed(vault, location);
    return why === undefined ? [] : [{ vault, ...why }];
  });
  if (closed === undefined) {
    return undefined;
  }
  const { vault, cause, fix, docs } = closed;
  return new AzbackupError({
    code: 'AZB_KEY_VAULT_CLOSED',
    kind: 'blocked',
    message: `VMs in ${location} cannot start with keys in key vault ${vault.name}`,
    target: vault.id,
    causes: [cause],
    fix: [
      ...fix,
      `restore the key and secret into another key vault in ${location}: --key-vault NAME`,
    ],
    docs,
  });
}

interface Closed {
  readonly cause: string;
  readonly fix: readonly string[];
  readonly docs: string;
}

function whyClosed(vault: KeyVault, location: string): Closed | undefined {
  const docs = DOCS.diskEncryption;
  if (!vault.enabledForDiskEncryption) {
    const fix = [azKeyVaultUpdate(vault, '--enabled-for-disk-encryption', 'true')];
    return { cause: 'it is not enabled for disk encryption', fix, docs };
  }
  if (!sameRegion(vault.location, location)) {
    const cause = `it is in ${vault.location}; disks need a key vault in their region`;
    return { cause, fix: [], docs };
  }
  // What the rules of a perimeter let through is not read here.
  return barrierToTrustedServices(vault.network) === 'firewall'
    ? {
        cause:
          'its firewall does not allow trusted Microsoft services, which fetch the keys of VMs',
        fix: [azKeyVaultUpdate(vault, '--bypass', 'AzureServices')],
        docs: DOCS.keyVaultNetwork,
      }
    : undefined;
}

function notInPlace(source: KeySource, { decision }: KeyRestoration): AzbackupError {
  const vm = source.machineName ?? '';
  const refusal = refusalError(decision);
  return new AzbackupError({
    code: 'AZB_KEYS_NOT_IN_PLACE',
    kind: refusal?.fields.kind === 'not-allowed' ? 'not-allowed' : 'blocked',
    message: `the key and secret of the disks of ${vm} are missing`,
    causes: [
      ...(refusal === undefined
        ? ['they could be restored with the disks']
        : [refusal.message, ...(refusal.fields.causes ?? [])]),
      'a VM does not start if its key cannot be fetched (DiskEncryptionInternalError)',
    ],
    fix: ['to restore them as well, omit --keys never'],
    docs: DOCS.keySecretRestore,
    ...(refusal?.fields.denied === undefined ? {} : { denied: refusal.fields.denied }),
  });
}

/** True where key or secret got a newer version after the one that the point names, and not by azbackup. */
export function wasRotated({
  facts,
}: {
  readonly facts: Pick<KeyRestoration['facts'], 'secret' | 'key'>;
}): boolean {
  return [facts.secret, ...(facts.key === undefined ? [] : [facts.key])].some(hasNewerVersion);
}

function hasNewerVersion({ wanted, object }: ObjectFacts): boolean {
  const { version } = wanted;
  if (object.status !== 'known' || version === undefined) {
    return false;
  }
  const { versions } = object.value;
  const place = versions.findIndex((each) => sameName(each.version, version));
  return (
    place >= 0 && versions.slice(place + 1).some(({ tags }) => tags[REPLACES_TAG] === undefined)
  );
}
