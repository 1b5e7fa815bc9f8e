// Where the copies of key and secret come from: a recovery point, or an encryption info file.

import { instantOf } from '../../domain/time/instant.js';
import { sameObjects, withCopiesFrom, type KeyCopies } from '../../domain/keys/key-copies.js';
import type { RecoveryPoint } from '../../domain/recovery/recovery-point.js';
import { nameOf, parseResourceId } from '../../domain/resource-id.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { ResourceDocument } from '../results/parts.js';
import type { KeySourceDocument } from './result.js';
import type { CommandContext } from '../context.js';
import { osTypeNamed } from '../../domain/virtual-machine.js';
import { commandLine } from '../../domain/command-line.js';
import { parseEncryptionInfo } from './encryption-info.js';
import { findInfoFile } from './info-file.js';
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
   * True where the copies that the point itself is without come with its disks, in the encryption info file
   * ("Restore Key Vault key and secret for encrypted VMs").
   */
  readonly copiesFollow?: true;
  /** True where the disks are restored and that file is gone: only another restore of them brings it. */
  readonly fileGone?: true;
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
  const copies =
    (await pointCopies(context, target, point)) ?? (await infoFileOf(context, target, point));
  if (copies === undefined) {
    throw pointWithoutKeys(target, point);
  }
  return sourceOfPoint(target, point, withOsType(copies, options));
}

/** What a point tells of its key and secret; undefined where it names none. */
export async function pointCopies(
  { services }: CommandContext,
  { item, vault }: ItemTarget,
  { encrypted, name }: RecoveryPoint,
): Promise<KeyCopies | undefined> {
  return encrypted
    ? (await services.backup()).recoveryPointKeys(vault.id, item.sourceResourceId, name)
    : undefined;
}

function infoFileOf(
  context: CommandContext,
  { item, vault }: ItemTarget,
  { encrypted, time }: RecoveryPoint,
): Promise<KeyCopies | undefined> {
  const vmId = item.sourceResourceId;
  return encrypted
    ? findInfoFile(context, { vaultId: vault.id, vmId, pointTime: time })
    : Promise.resolve(undefined);
}

/** Without a name of key and secret only the disks tell which they need, so these are restored first. */
function pointWithoutKeys({ item }: ItemTarget, { name, encrypted }: RecoveryPoint): AzbackupError {
  const { friendlyName: vm } = item;
  return new AzbackupError({
    code: 'AZB_POINT_WITHOUT_KEYS',
    kind: 'blocked',
    message: encrypted
      ? `recovery point ${name} of ${vm} does not name its key and secret`
      : `recovery point ${name} of ${vm} has no key and no secret`,
    target: name,
    causes: encrypted
      ? [
          'Azure does not report which keys its disks need; the encryption info file of a disk restore does',
          'no restore of this point was found whose encryption info file is still there',
        ]
      : ['the disks were not encrypted with ADE when it was taken'],
    fix: encrypted
      ? [restoreCommand(vm, name), 'azbackup restore-keys --file FILE']
      : [`azbackup recovery-points show ${name} --vm ${vm}`],
  });
}

/** The command that restores the disks of a point, and with them the key and secret that they need. */
export function restoreCommand(vm: string, point: string, more: readonly string[] = []): string {
  return commandLine('azbackup', 'restore', '--vm', vm, '--recovery-point', point, ...more);
}

/** Copies with the point that they are of; a file does not tell the system, and the point does. */
export function sourceOfPoint(
  { item, vault }: ItemTarget,
  point: RecoveryPoint,
  copies: KeyCopies,
): KeySource {
  const vmId = item.sourceResourceId;
  const subscriptionId = parseResourceId(vmId)?.subscriptionId ?? '';
  const osType = osTypeNamed(point.osType);
  return {
    copies: { ...(osType === undefined ? {} : { osType }), ...copies },
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

/**
 * The source with the copies that an earlier restore of its point has left in a staging account; the same where it
 * lacks none, or there is no such file.
 */
export async function withInfoFile(context: CommandContext, source: KeySource): Promise<KeySource> {
  const { described, vm, copies } = source;
  if (described.time === null || described.vault === null || vm === undefined) {
    return source;
  }
  const found = await findInfoFile(context, {
    vaultId: described.vault.id,
    vmId: vm.id,
    pointTime: described.time,
  });
  return found === undefined || !sameObjects(copies, found)
    ? source
    : { ...source, copies: withCopiesFrom(copies, found) };
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
