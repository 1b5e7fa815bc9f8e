// Reads which secrets and keys recovery points need, and which ones the disks of machines use now.

import { countedVms } from '../../../domain/fleet/counted-vms.js';
import { firstNames } from '../../../domain/fleet/first-names.js';
import { wantedObject, type WantedObject } from '../../../domain/keys/key-copies.js';
import { idKey, type ResourceId } from '../../../domain/resource-id.js';
import { mayHaveVolumeKeys } from '../../../domain/recovery/recovery-point.js';
import type { KeyUser, NeedingPoint } from '../../../domain/retirement/key-need.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import type { SharedReads } from '../../audit-keys/point-reads.js';
import { auditPoints, type AuditedMachine } from '../../audit-keys/points.js';
import type { CommandContext } from '../../context.js';
import type { FailedSubject, SubjectReading } from '../gather.js';
import { endingPoints, readItem } from '../item-points.js';
import type { MachineReading } from '../machine.js';
import type { RetirementSelection, Subject, Subjects } from '../subjects.js';
import type { KeysReading } from './report.js';

/** What is asked. */
export interface KeysRequest {
  readonly found: Subjects;
  /** The subjects as they were read. */
  readonly readings: readonly (SubjectReading | FailedSubject)[];
  /** The words that selected them. */
  readonly selection: RetirementSelection;
  /** True where the failure of an only machine ends the command. */
  readonly oneEndsAll: boolean;
}

/** What was read, and whether all of it could be. */
export interface GatheredKeys {
  readonly reading: KeysReading;
  readonly isWhole: boolean;
}

/** Reads the keys of the subjects. */
export async function gatherKeys(
  context: CommandContext,
  { reader, points }: SharedReads,
  { found, readings, selection, oneEndsAll }: KeysRequest,
): Promise<GatheredKeys> {
  const machines = machinesOf(readings);
  const targets = found.subjects.flatMap(({ items }) => items);
  const audited = await auditPoints(context, points, targets, oneEndsAll);
  const needing = await needingPoints(context, reader, audited, machines);
  const failed = audited.flatMap((each) => ('error' in each ? [each] : []));
  const gaps = gapsOf(found, selection, audited, machines);
  const isWhole =
    failed.length === 0 &&
    found.unreadVaults.length === 0 &&
    needing.every(({ pair }) => pair !== undefined) &&
    [...machines.values()].every(({ machine }) => machine.status !== 'unknown');
  const users = usersOf(machines);
  const reading = { points: needing, users, gaps, failed, machines: found.subjects.length };
  return { reading, isWhole };
}

/** A machine that could not be read may use any key. */
type Machines = ReadonlyMap<
  string,
  { readonly subject: Subject; readonly machine: MachineReading | { readonly status: 'unknown' } }
>;

function machinesOf(readings: readonly (SubjectReading | FailedSubject)[]): Machines {
  return new Map(
    readings.map((reading) => {
      const machine = 'error' in reading ? ({ status: 'unknown' } as const) : reading.machine;
      return [idKey(reading.subject.target.id), { subject: reading.subject, machine }] as const;
    }),
  );
}

async function needingPoints(
  context: CommandContext,
  reader: FactReader,
  audited: readonly AuditedMachine[],
  machines: Machines,
): Promise<readonly NeedingPoint<ResourceId>[]> {
  const lists = await Promise.all(
    audited.map(async (each) => {
      if ('error' in each) {
        return [];
      }
      const id = idKey(each.target.item.sourceResourceId);
      const status = machines.get(id)?.machine.status ?? 'unknown';
      const item = await readItem(context, reader, each.target, status);
      const points = each.points.map(({ point }) => point);
      return endingPoints(context, item, points).flatMap(({ point, end }, place) => {
        const of = each.points[place];
        return of === undefined || of.status === 'not-encrypted'
          ? []
          : [
              {
                owner: each.target.item.sourceResourceId,
                name: point.name,
                time: point.time,
                end,
                pair: of.status === 'read' ? of.pair : undefined,
                partial: mayHaveVolumeKeys(point),
              },
            ];
      });
    }),
  );
  return lists.flat();
}

/** The machines whose disks use keys now. */
function usersOf(machines: Machines): readonly KeyUser<ResourceId>[] {
  return [...machines.values()].flatMap(({ subject, machine }) => {
    if (machine.status !== 'there' || machine.encryption.kind !== 'ade') {
      return [];
    }
    const { secrets, keys: keksInUse } = machine.encryption;
    const objects: readonly (WantedObject | undefined)[] = [
      ...secrets.map((ref) => wantedObject('secret', ref)),
      ...keksInUse.map((ref) => wantedObject('key', ref)),
    ];
    return [{ owner: subject.target.id, objects: objects.filter((each) => each !== undefined) }];
  });
}

/** Why not every point and machine of the subscription that might need a key was looked at. */
function gapsOf(
  { others, unreadVaults, unseenSubscriptions }: Subjects,
  options: RetirementSelection,
  audited: readonly AuditedMachine[],
  machines: Machines,
): readonly string[] {
  const { vault, all, exclude, tag, location, encryption, protected: state } = options;
  const { resourceGroup, resourceGroups, graphQuery } = options;
  const failed = audited.filter((each) => 'error' in each).length;
  const unread = [...machines.values()].filter(({ machine }) => isUnclear(machine)).length;
  const narrowed = [exclude, tag, location, encryption, state, resourceGroups ?? []];
  const isWhole =
    all &&
    vault === undefined &&
    graphQuery === undefined &&
    resourceGroup === undefined &&
    narrowed.every((words) => words.length === 0);
  return [
    ...(isWhole ? [] : ['only part of the subscription was looked at: use --all']),
    ...(others === 0 ? [] : [`the items of ${countedVms(others)} were not looked at`]),
    ...(unreadVaults.length === 0
      ? []
      : [`items of ${firstNames(unreadVaults)} could not be read`]),
    ...(unseenSubscriptions.length === 0
      ? []
      : [`not all vaults of subscriptions ${firstNames(unseenSubscriptions)} were looked into`]),
    ...(failed === 0 ? [] : [`the recovery points of ${countedVms(failed)} could not be listed`]),
    ...(unread === 0
      ? []
      : [`the keys that disks of ${countedVms(unread)} use are not fully known`]),
  ];
}

function isUnclear(machine: MachineReading | { readonly status: 'unknown' }): boolean {
  if (machine.status !== 'there') {
    return machine.status === 'unknown';
  }
  const { encryption } = machine;
  return (
    encryption.kind === 'unrecognised' ||
    (encryption.kind === 'ade' && encryption.unreadable.length > 0)
  );
}
