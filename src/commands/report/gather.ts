// Reads all that a report is about, each fact once for all parts of it.

import { idKey } from '../../domain/resource-id.js';
import { instantOf } from '../../domain/time/instant.js';
import { calendarRange, type CalendarRange } from '../../domain/report/calendar.js';
import { safetyOf, type Safety } from '../../domain/report/safety.js';
import { refuseApplicationId } from '../../facts/backup-principal.js';
import { saySelected } from '../agree-to-selection.js';
import { createSharedReads, type SharedReads } from '../audit-keys/point-reads.js';
import type { CommandContext } from '../context.js';
import { recordedDrills, type PastDrills } from '../drill/evidence-files/past-drills.js';
import { factsWithoutPoints } from '../gate/facts.js';
import { gatherMachines } from '../gate/gather.js';
import type { NamedGateFile } from '../gate/read-file.js';
import { gateDocument } from '../gate/report.js';
import type { GateDocument } from '../gate/result.js';
import { gatherSubjects, type FailedSubject, type SubjectReading } from '../retirement/gather.js';
import { gatherKeys, type GatheredKeys } from '../retirement/keys/gather.js';
import { findSubjects, type Subject, type Subjects } from '../retirement/subjects.js';
import { gatherStatuses } from '../status/gather.js';
import type { StatusItem } from '../status/result.js';
import { requestedVault, type Subject as StatusSubject } from '../status/subjects.js';
import { failedJobs } from './jobs.js';
import type { ReportOptions } from './command.js';
import type { ReportDocument } from './result.js';

/** A machine with its status, and whether it could be had back. */
export interface ReportMachine {
  readonly item: StatusItem;
  readonly safety: Safety;
}

/** All that was read. */
export interface ReportFacts {
  readonly now: string;
  readonly range: CalendarRange;
  readonly found: Subjects;
  readonly machines: readonly ReportMachine[];
  readonly readings: readonly (SubjectReading | FailedSubject)[];
  readonly keys: GatheredKeys;
  readonly gate: GateDocument | undefined;
  readonly jobs: ReportDocument['jobs'];
  /** Restore drills of these machines. */
  readonly drills: PastDrills;
}

/**
 * Reads it.
 * @param gateFile undefined for a report without one
 * @throws AzbackupError of the choice of machines and vault, of the only machine, and of a gate's choice of machines
 */
export async function gatherReport(
  context: CommandContext,
  options: ReportOptions,
  gateFile: NamedGateFile | undefined,
): Promise<ReportFacts> {
  const started = context.clock.now();
  refuseApplicationId(context, options.backupPrincipalId);
  const reads = createSharedReads(context);
  const found = await findSubjects(context, reads.reader, options);
  saySelected(context, found.subjects, options, started);
  const machines = await statusesOf(context, reads, options, { found, started });
  const readings = await gatherSubjects(context, reads, found.subjects);
  const targets = found.subjects.flatMap(({ items }) => items);
  const gate = await gateOf(context, reads, options, gateFile);
  const question = { found, readings, selection: options, oneEndsAll: false };
  const keys = await gatherKeys(context, reads, question);
  const now = instantOf(context.clock.now());
  const range = calendarRange(now, options.days);
  const from = `${range.from}T00:00:00Z`;
  const jobs = await failedJobs(context, reads.reader, { targets, days: options.days, from });
  const drills = await drillsOf(context, machines);
  return { now, range, found, machines, readings, keys, gate, jobs, drills };
}

async function drillsOf(
  context: CommandContext,
  machines: readonly ReportMachine[],
): Promise<PastDrills> {
  const past = await recordedDrills(context);
  const ids = new Set(machines.map(({ item: { vm } }) => idKey(vm.id)));
  return { ...past, drills: past.drills.filter(({ vm }) => ids.has(idKey(vm.id))) };
}

const ABSENT = { status: 'absent' } as const;

async function statusesOf(
  context: CommandContext,
  reads: SharedReads,
  options: ReportOptions,
  { found, started }: { readonly found: Subjects; readonly started: number },
): Promise<readonly ReportMachine[]> {
  const { backupPrincipalId, days } = options;
  const subjects = found.subjects.map((subject) => statusSubject(subject));
  const question = {
    subjects,
    vault: await requestedVault(context, reads.reader, options),
    backupPrincipalId,
    // What is not in the lists may be in a vault that nobody here can list: a report that calls it unprotected has asked.
    unseen: 'ask',
    explains: true,
    failureDays: days,
    oneEndsAll: true,
    started,
  } as const;
  return gatherStatuses(context, reads.reader, question, async (reading) => {
    const facts = await factsWithoutPoints(reads.reader, reading, new Set());
    // Of the points the rules of safety ask nothing.
    const safety = safetyOf({
      ...facts,
      encryptedPoints: ABSENT,
      newestPoint: ABSENT,
      drills: ABSENT,
    });
    return { item: reading.item, safety };
  });
}

/** What is left of a machine is known by its item; which item of a machine that is there counts, its status finds out. */
function statusSubject({ target, items, isLeft }: Subject): StatusSubject {
  const alive = items.find(({ item }) => item.softDelete === undefined) ?? items[0];
  return isLeft === true && alive !== undefined ? { target, item: alive.item } : { target };
}

async function gateOf(
  context: CommandContext,
  reads: SharedReads,
  { subscription, backupPrincipalId }: ReportOptions,
  gateFile: NamedGateFile | undefined,
): Promise<GateDocument | undefined> {
  if (gateFile === undefined) {
    return undefined;
  }
  const { name, file } = gateFile;
  const where = {
    subscription,
    backupPrincipalId,
    file: name,
    drills: file.drills,
    isSelectionSaid: true,
  };
  const machines = await gatherMachines(context, reads, file.blocks, where);
  const now = instantOf(context.clock.now());
  return gateDocument({ name, file, now, guidOf: context.guidOf }, machines);
}
