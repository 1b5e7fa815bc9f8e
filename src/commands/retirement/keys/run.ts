// `azbackup retirement keys`: until when recovery points need each version of a secret or key. Reads only.

import { atOnce } from '../../../facts/at-once.js';
import { firstNames } from '../../../domain/fleet/first-names.js';
import { wantedObject, type WantedObject } from '../../../domain/keys/key-copies.js';
import { idKey, type ResourceId } from '../../../domain/resource-id.js';
import { mayHaveVolumeKeys } from '../../../domain/recovery/recovery-point.js';
import type { KeyUser, NeedingPoint } from '../../../domain/retirement/key-need.js';
import { listedFacts } from '../../../facts/listed-facts.js';
import { createFactReader, type FactReader } from '../../../facts/fact-reader.js';
import { untilAborted } from '../../../facts/until-aborted.js';
import { saySelected } from '../../agree-to-selection.js';
import { auditPoints, type AuditedMachine } from '../../audit-keys/points.js';
import type { CommandContext, CommandResult } from '../../context.js';
import type { OptionRule } from '../../options/option.js';
import { namesOrAll, somethingOrVault } from '../../options/selection-options.js';
import type { RetirementKeysOptions } from './command.js';
import { retirementKeysDocument, type KeysReading } from './report.js';
import type { RetirementKeysDocument } from './result.js';
import { endingPoints, readItem } from '../item-points.js';
import { readMachine, type MachineReading } from '../machine.js';
import { findSubjects, warnOfVaults, type Subject, type Subjects } from '../subjects.js';

/** How the options go together. */
export const rules: readonly OptionRule<RetirementKeysOptions>[] = [somethingOrVault, namesOrAll];

/** Machines looked at side by side. */
const MACHINES_AT_ONCE = 8;

/** Runs the command. */
export function run(
  context: CommandContext,
  options: RetirementKeysOptions,
): Promise<CommandResult<RetirementKeysDocument>> {
  return untilAborted(context.signal, keys(context, options));
}

async function keys(
  context: CommandContext,
  options: RetirementKeysOptions,
): Promise<CommandResult<RetirementKeysDocument>> {
  const reader = createFactReader(context.services);
  const found = await findSubjects(context, reader, options);
  saySelected(context, found.subjects, options, context.clock.now());
  const machines = await machinesOf(context, reader, found.subjects);
  const targets = found.subjects.flatMap(({ items }) => items);
  const audited = await auditPoints(context, targets);
  const reading: KeysReading = {
    points: await needingPoints(context, reader, audited, machines),
    users: usersOf(machines),
    gaps: [
      ...(await vaultGaps(reader, found.subjects)),
      ...gapsOf(found, options, audited, machines),
    ],
    failed: audited.flatMap((each) => ('error' in each ? [each] : [])),
    machines: found.subjects.length,
  };
  const document = retirementKeysDocument(reading);
  for (const item of document.items) {
    context.itemFinished(item);
  }
  warnOfVaults(context, found.unreadVaults);
  const unread =
    document.failed.length > 0 ||
    found.unreadVaults.length > 0 ||
    document.summary.unnamed > 0 ||
    [...machines.values()].some(({ machine }) => machine.status === 'unknown');
  return { document, exit: unread ? 'partial' : 'done' };
}

type Machines = ReadonlyMap<
  string,
  { readonly subject: Subject; readonly machine: MachineReading }
>;

async function machinesOf(
  context: CommandContext,
  reader: FactReader,
  subjects: readonly Subject[],
): Promise<Machines> {
  const lists = listedFacts(
    reader,
    subjects.map(({ target }) => target),
    { unseen: 'leave' },
  );
  const inTurn = atOnce(context, MACHINES_AT_ONCE);
  const read = await Promise.all(
    subjects.map((subject) =>
      inTurn(async () => {
        const machine = await readMachine(reader, lists, subject.target);
        return [idKey(subject.target.id), { subject, machine }] as const;
      }),
    ),
  );
  return new Map(read);
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

/** Azure lists only the vaults that the caller may see; a vault that is not seen may have points, too. */
async function vaultGaps(
  reader: FactReader,
  subjects: readonly Subject[],
): Promise<readonly string[]> {
  const ids = [...new Set(subjects.map(({ target }) => target.subscriptionId.toLowerCase()))];
  const lists = await Promise.all(ids.map((id) => reader.allVaults(id)));
  return lists.every(({ status }) => status === 'known')
    ? []
    : ['not all vaults of the subscription can be listed'];
}

/** Why not every point and machine of the subscription that might need a key was looked at. */
function gapsOf(
  { others, unreadVaults }: Subjects,
  options: RetirementKeysOptions,
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
    ...(others === 0 ? [] : [`the items of ${vms(others)} were not looked at`]),
    ...(unreadVaults.length === 0
      ? []
      : [`items of ${firstNames(unreadVaults)} could not be read`]),
    ...(failed === 0 ? [] : [`the recovery points of ${vms(failed)} could not be listed`]),
    ...(unread === 0 ? [] : [`the keys that disks of ${vms(unread)} use are not fully known`]),
  ];
}

function vms(count: number): string {
  return count === 1 ? '1 VM' : `${count} VMs`;
}

function isUnclear(machine: MachineReading): boolean {
  if (machine.status !== 'there') {
    return machine.status === 'unknown';
  }
  const { encryption } = machine;
  return (
    encryption.kind === 'unrecognised' ||
    (encryption.kind === 'ade' && encryption.unreadable.length > 0)
  );
}
