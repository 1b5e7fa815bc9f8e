// Which key and secret a point's disks need, and where their copies come from. The encryption info file, which comes
// with the disks, has them for points of any age; what the point itself says is a shortcut where it says it.

import { withCopiesFrom, type KeyCopies } from '../../../domain/keys/key-copies.js';
import type { StorageAccount } from '../../../domain/storage-account.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import type { ItemTarget } from '../../../facts/choose-items.js';
import type { CommandContext } from '../../context.js';
import { readInfoFile } from '../../keys/info-file.js';
import { awaitsCopies } from '../../keys/plan.js';
import { pointCopies, restoreCommand, sourceOfPoint, type KeySource } from '../../keys/source.js';
import { chooseKeys, type KeyChoice } from '../keys.js';
import type { RestoreOptions } from '../options.js';
import type { EarlierRestore } from '../resume/earlier-restores.js';
import type { RestorePoint } from './point.js';

/** Where is looked. */
export interface KeyLookup {
  readonly reader: FactReader;
  readonly target: ItemTarget;
  readonly account: StorageAccount;
  /** The region that is restored to. */
  readonly location: string;
}

/** A point, and the restore of it that was begun before. */
export interface PointWithRestore {
  readonly chosen: RestorePoint;
  readonly earlier: EarlierRestore | undefined;
}

/** What is to be done about key and secret; undefined while nothing tells which ones the disks need. */
export async function keysOfPoint(
  context: CommandContext,
  lookup: KeyLookup,
  options: RestoreOptions,
  { chosen, earlier }: PointWithRestore,
): Promise<KeyChoice | undefined> {
  const { reader, target, location } = lookup;
  const { point } = chosen;
  const choose = (source: KeySource): Promise<KeyChoice> =>
    chooseKeys(context, reader, { ...source, disksLocation: location }, { ...options, location });
  const told =
    (await pointCopies(context, target, point)) ?? (await copiesOfDisks(context, lookup, earlier));
  if (told === undefined) {
    return undefined;
  }
  const source = sourceOfPoint(target, point, told);
  const keys = await choose({ ...source, copiesFollow: true });
  if (earlier?.status !== 'restored' || !awaitsCopies(keys.steps, told)) {
    return keys;
  }
  const found = await readInfoFile(context, lookup.account, earlier.disks.staged);
  return found === undefined
    ? choose({ ...source, fileGone: true })
    : choose({ ...source, copies: withCopiesFrom(told, found) });
}

/** What disks that are restored tell: the file that came with them, or their own settings. */
async function copiesOfDisks(
  context: CommandContext,
  { reader, account }: KeyLookup,
  earlier: EarlierRestore | undefined,
): Promise<KeyCopies | undefined> {
  if (earlier?.status !== 'restored') {
    return undefined;
  }
  return (
    (await readInfoFile(context, account, earlier.disks.staged)) ?? settingsOf(reader, earlier)
  );
}

async function settingsOf(
  reader: FactReader,
  { disks }: Extract<EarlierRestore, { status: 'restored' }>,
): Promise<KeyCopies | undefined> {
  const osDisk = disks.machine?.osDisk;
  const disk = osDisk?.kind === 'managed' ? await reader.disk(osDisk.diskId) : undefined;
  const [settings] = disk?.status === 'known' ? (disk.value.adeSettings?.settings ?? []) : [];
  const { secretUrl, secretVaultId, keyUrl, keyVaultId } = settings ?? {};
  return secretUrl === undefined
    ? undefined
    : {
        secret: {
          url: secretUrl,
          ...(secretVaultId === undefined ? {} : { keyVaultId: secretVaultId }),
        },
        ...(keyUrl === undefined
          ? {}
          : { key: { url: keyUrl, ...(keyVaultId === undefined ? {} : { keyVaultId }) } }),
      };
}

/**
 * That nothing tells which key and secret the restored disks need.
 * @param settled whether it does not matter, or not yet
 */
export function untoldKeys(
  {
    chosen: { point },
    keys,
  }: { readonly chosen: RestorePoint; readonly keys?: KeyChoice | undefined },
  settled: boolean,
  vm: string,
): AzbackupError | undefined {
  if (settled || !point.encrypted || keys !== undefined) {
    return undefined;
  }
  return new AzbackupError({
    code: 'AZB_POINT_WITHOUT_KEYS',
    kind: 'blocked',
    message: `the key and secret of the restored disks of ${vm} are unknown`,
    target: point.name,
    causes: [
      'neither the recovery point, nor an encryption info file, nor the settings of the restored OS disk name them',
    ],
    fix: [restoreCommand(vm, point.name, ['--again'])],
  });
}
