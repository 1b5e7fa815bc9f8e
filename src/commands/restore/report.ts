// A restore in the words of its result document.

import { threatOf } from '../../domain/recovery/threat.js';
import { nameOf } from '../../domain/resource-id.js';
import type { ObjectFacts } from '../../domain/keys/key-status.js';
import type { RestoredMachine, TemplateDisk } from './steps/template.js';
import type { RestoreDocument, RestoreItem } from './result.js';
import { keyObjectDocument } from '../keys/report.js';
import type { KeyRestoration } from '../keys/restoration.js';
import type { VolumeKey } from '../keys/volume-keys.js';
import { countOutcomes, resourceDocument } from '../results/machines.js';
import type { ChosenPoint } from '../../steps/plan.js';
import type { PreparedRestore } from './prepare.js';
import { keyBlobs } from './steps/disks.js';
import type { StagedBlobs } from '../../domain/recovery/restore-progress.js';
import { commandLine } from '../../domain/command-line.js';
import type { RestoreOptions } from './options.js';

/** Where the disks are restored, but nobody knows which they are, a further run would restore them again. */
const NOT_CONTINUED: ReadonlySet<string> = new Set(['AZB_RESTORED_DISKS_UNKNOWN']);

/** What became of the restore is not known then, and the next run looks for it. */
const UNSURE: ReadonlySet<string> = new Set([
  'AZB_JOB_NOT_FOUND',
  'AZB_NOT_FOUND',
  'AZB_UNAVAILABLE',
  'AZB_UNEXPECTED_RESPONSE',
  'AZB_UNREACHABLE',
]);

/** What goes on with a restore that has come so far. */
export function continuationOf(
  { changes, error }: Pick<RestoreItem, 'changes' | 'error'>,
  { again }: Pick<RestoreOptions, 'again'>,
): RestoreItem['continuation'] {
  const begun = changes.filter(({ status }) => status === 'done' || status === 'running');
  const [failed] = changes.filter(({ status }) => status === 'failed');
  const code = error?.code ?? '';
  const unsure = failed?.type === 'restore-disks' && UNSURE.has(code);
  const fruitless = failed?.type === 'restore-disks' && begun.length === 0 && !unsure;
  if (NOT_CONTINUED.has(code) || fruitless) {
    return 'none';
  }
  return again && (unsure || begun.some(({ type }) => type === 'restore-disks'))
    ? 'without-again'
    : 'same-command';
}

/** The item of a restore of which nothing has been done yet. */
export function unchangedRestore(prepared: PreparedRestore): RestoreItem {
  const { target, request, account, machine, keys, earlier } = prepared;
  const { targetResourceGroupId: group } = request;
  const disks = earlier?.status === 'restored' ? earlier.disks : undefined;
  return {
    vm: resourceDocument(request.vmId, target.item.friendlyName),
    outcome: 'unchanged',
    to: machine === undefined ? 'disks' : 'vm',
    vault: resourceDocument(target.vault.id, target.vault.name),
    recoveryPoint: chosenPoint(prepared),
    location: request.location,
    stagingAccount: resourceDocument(account.id, account.name),
    targetResourceGroup: group === undefined ? null : nameOf(group),
    machine: machine === undefined ? null : resourceDocument(machine.id),
    jobId: earlier?.job.jobId ?? null,
    continuation: 'same-command',
    disks: disks === undefined ? [] : diskDocuments(disks.machine),
    keys: keys === undefined ? null : keyDocuments(prepared, keys.restoration),
    verified: [],
    staging: { container: disks?.staged?.container ?? null, left: [] },
    notes: [...prepared.notes, ...prepared.volumeNotes],
    changes: [],
    error: null,
    next: [],
  };
}

/** The point that is restored, and why that one. */
export function chosenPoint({ chosen: { point, from, reason } }: PreparedRestore): ChosenPoint {
  return {
    name: point.name,
    time: point.time,
    tier: from,
    consistency: point.consistency,
    threat: threatOf(point).status,
    reason,
  };
}

/** Key and secret as they stand, and those of further volumes where the restored disks were looked at. */
export function keyDocuments(
  { keys }: PreparedRestore,
  { facts }: KeyRestoration,
  volumes: readonly VolumeKey[] = [],
): RestoreItem['keys'] {
  if (keys === undefined) {
    return null;
  }
  const { copies } = keys.source;
  return {
    secret: keyState(facts.secret, copies.secret.url),
    key:
      facts.key === undefined || copies.key === undefined
        ? null
        : keyState(facts.key, copies.key.url),
    volumes: volumes.map(({ diskId, lun, secret, key }) => ({
      disk: diskId,
      lun,
      secret: keyState(secret, secret.wanted.url),
      key: key === undefined ? null : keyState(key, key.wanted.url),
    })),
  };
}

function keyState(
  object: ObjectFacts,
  wantedUrl: string,
): NonNullable<RestoreItem['keys']>['secret'] {
  const { state, url } = keyObjectDocument(object, wantedUrl);
  return { wantedUrl, state, url };
}

/** The disks that a restore has made. */
export function diskDocuments(machine: RestoredMachine | undefined): RestoreItem['disks'] {
  return machine === undefined
    ? []
    : [
        { role: 'os', lun: null, id: idOf(machine.osDisk) },
        ...machine.dataDisks.map((disk) => ({
          role: 'data' as const,
          lun: disk.lun,
          id: idOf(disk),
        })),
      ];
}

function idOf(disk: TemplateDisk): string {
  return disk.kind === 'managed' ? disk.diskId : disk.vhdUri;
}

/**
 * Blobs with key material that are in the staging account.
 * @param names of the blobs in the container; undefined where they could not be listed
 */
export function stagingDocument(
  staged: StagedBlobs | undefined,
  names: readonly string[] | undefined,
  { changes, keepsInfoFile }: Pick<RestoreItem, 'changes'> & { readonly keepsInfoFile: boolean },
): RestoreItem['staging'] {
  if (staged === undefined) {
    return { container: null, left: [] };
  }
  const cleaned = changes.some(
    ({ type, status }) => type === 'delete-staging' && status === 'done',
  );
  const secret = keyBlobs(staged);
  const kept = keepsInfoFile ? secret.filter((name) => name === staged.encryptionInfo) : [];
  const unlisted = cleaned ? kept : secret;
  const left = names === undefined ? unlisted : secret.filter((name) => names.includes(name));
  return { container: staged.container, left: [...left] };
}

/** The document on one restore. */
export function restoreDocument(item: RestoreItem, dryRun: boolean): RestoreDocument {
  return {
    kind: 'restore',
    schemaVersion: 1,
    dryRun,
    items: [item],
    summary: {
      total: 1,
      outcomes: countOutcomes([item]),
      changes: item.changes.filter(({ status }) => status === 'done').length,
    },
  };
}

/** The command that builds a machine from the disks of this very restore; words in capitals are to be replaced. */
export function buildCommand({ target, chosen }: PreparedRestore, options: RestoreOptions): string {
  const { vault, resourceGroup, subscription, keys, keyVault } = options;
  const words: readonly (readonly [option: string, value: string | undefined])[] = [
    ['--vm', target.item.friendlyName],
    ['--recovery-point', chosen.point.name],
    ['--to', 'vm'],
    ['--name', 'NEW'],
    ['--vnet', 'VNET'],
    ['--subnet', 'SUBNET'],
    ['--target-resource-group', options.targetResourceGroup],
    ['--staging-account', options.stagingAccount],
    ['--keys', keys === 'auto' ? undefined : keys],
    ['--key-vault', keyVault],
    ['--ade-pass', options.adePass],
    ['--vault', vault],
    ['--resource-group', resourceGroup],
    ['--subscription', subscription],
    ...options.ignore.map((objection) => ['--ignore', objection] as const),
  ];
  return commandLine(
    'azbackup',
    'restore',
    ...words.flatMap(([option, value]) => (value === undefined ? [] : [option, value])),
    ...(options.secondaryRegion ? ['--secondary-region'] : []),
  );
}
