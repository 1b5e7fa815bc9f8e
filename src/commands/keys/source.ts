// Where the copies of key and secret come from: a recovery point, or an encryption info file.

import { instantOf } from '../../domain/time/instant.js';
import type { KeyCopies } from '../../domain/keys/key-copies.js';
import type { RecoveryPoint } from '../../domain/recovery/recovery-point.js';
import { nameOf, parseResourceId } from '../../domain/resource-id.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { ResourceDocument } from '../results/parts.js';
import type { KeySourceDocument } from './result.js';
import type { CommandContext } from '../context.js';
import { parseEncryptionInfo } from './encryption-info.js';
import type { FactReader } from '../../facts/fact-reader.js';
import { findItems, type ItemTarget } from '../../facts/choose-items.js';
import { resourceDocument } from '../results/machines.js';
import { findPoint, parsePoint, pointNotFound } from '../recovery-points/choose.js';
import { chooseSubscription } from '../../facts/choose-subscription.js';

/** What the user named. */
export interface SourceOptions {
  readonly vm?: string | undefined;
  readonly recoveryPoint?: string | undefined;
  readonly file?: string | undefined;
  readonly osType?: 'Windows' | 'Linux' | undefined;
  readonly subscription?: string | undefined;
  readonly resourceGroup?: string | undefined;
  readonly vault?: string | undefined;
}

/** Copies with what is known of the machine that they are of. */
export interface KeySource {
  readonly copies: KeyCopies;
  readonly described: KeySourceDocument;
  /** Absent where a file alone was named. */
  readonly vm?: ResourceDocument;
  readonly machineName?: string;
  /** Where key vaults are looked for that are known by address alone. */
  readonly subscriptionId: string;
  /** Where the copies were made; absent where that is not known. */
  readonly origin: { readonly subscriptionId?: string; readonly location?: string };
  /** Where the disks are to be that need them, where that is another region. */
  readonly disksLocation?: string;
  /**
   * True where a backup of a BEK-only machine's secret is to come with the disks: it stands in the encryption
   * info file alone ("Restore Key Vault key and secret for encrypted VMs").
   */
  readonly secretBackupFollows?: true;
}

/**
 * Reads the copies.
 * @throws AzbackupError `AZB_RECOVERY_POINT_NOT_FOUND` (3), `AZB_POINT_WITHOUT_KEYS` (5),
 * `AZB_ENCRYPTION_INFO` (2), and those of the choice of items and files
 */
export function readKeySource(
  context: CommandContext,
  reader: FactReader,
  options: SourceOptions,
): Promise<KeySource> {
  const { file, vm } = options;
  return file === undefined
    ? fromPoint(context, reader, { ...options, vm: vm ?? '' })
    : fromFile(context, { ...options, file });
}

async function fromPoint(
  context: CommandContext,
  reader: FactReader,
  options: SourceOptions & { readonly vm: string },
): Promise<KeySource> {
  const text = options.recoveryPoint ?? 'latest';
  const wanted = parsePoint(text, instantOf(context.clock.now()));
  const [target] = await findItems(context, reader, { ...options, vm: [options.vm] });
  const point = target === undefined ? undefined : await findPoint(context, target, wanted);
  if (target === undefined || point === undefined) {
    throw pointNotFound({ vm: options.vm, point: text }, wanted);
  }
  return sourceOfPoint(context, target, point, options);
}

/**
 * The copies that a point holds.
 * @throws AzbackupError `AZB_POINT_WITHOUT_KEYS` (5)
 */
export async function sourceOfPoint(
  context: CommandContext,
  { item, vault }: ItemTarget,
  point: RecoveryPoint,
  options: Pick<SourceOptions, 'osType'> = {},
): Promise<KeySource> {
  const vmId = item.sourceResourceId;
  const copies = point.encrypted
    ? await (await context.services.backup()).recoveryPointKeys(vault.id, vmId, point.name)
    : undefined;
  if (copies === undefined) {
    throw new AzbackupError({
      code: 'AZB_POINT_WITHOUT_KEYS',
      kind: 'blocked',
      message: `recovery point ${point.name} of ${item.friendlyName} has no key and no secret`,
      target: point.name,
      causes: [
        point.encrypted
          ? 'Azure does not report which keys its disks need'
          : 'the disks were not encrypted with ADE when it was taken',
      ],
      fix: [`azbackup recovery-points show ${point.name} --vm ${item.friendlyName}`],
    });
  }
  const subscriptionId = parseResourceId(vmId)?.subscriptionId ?? '';
  return {
    copies: withOsType(copies, options),
    described: {
      recoveryPoint: point.name,
      time: point.time,
      vault: resourceDocument(vault.id, vault.name),
      file: null,
    },
    vm: resourceDocument(vmId, item.friendlyName),
    machineName: item.friendlyName,
    subscriptionId,
    // The vault, the machine and its key vault lie in one region ("Back up encrypted Azure VMs").
    origin: { subscriptionId, location: vault.location },
  };
}

async function fromFile(
  context: CommandContext,
  options: SourceOptions & { readonly file: string },
): Promise<KeySource> {
  const { file, vm } = options;
  const copies = parseEncryptionInfo(await context.readInputBytes(file), file);
  const named = parseResourceId(copies.secret.keyVaultId ?? '')?.subscriptionId;
  const isId = vm?.includes('/') === true;
  return {
    copies: withOsType(copies, options),
    described: { recoveryPoint: null, time: null, vault: null, file },
    ...(vm === undefined || !isId ? {} : { vm: resourceDocument(vm) }),
    ...(vm === undefined ? {} : { machineName: nameOf(vm) }),
    subscriptionId: named ?? (await chooseSubscription(context, options.subscription)),
    origin: named === undefined ? {} : { subscriptionId: named },
  };
}

function withOsType(copies: KeyCopies, { osType }: SourceOptions): KeyCopies {
  return osType === undefined ? copies : { ...copies, osType };
}
