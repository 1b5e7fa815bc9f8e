// Reads how machines stand, for `azbackup status` and for what judges by the same: each machine with its item, and whether
// its keys could be backed up now.

import { valueOf } from '../../domain/fact.js';
import { nameOf, sameId } from '../../domain/resource-id.js';
import { instantOf } from '../../domain/time/instant.js';
import type {
  ProtectedItem,
  RecoveryServicesVault,
} from '../../domain/vaults/recovery-services.js';
import { hasCode } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';
import { requireFact } from '../../errors/require-fact.js';
import { atOnce } from '../../facts/at-once.js';
import { refuseApplicationId } from '../../facts/backup-principal.js';
import { createFactReader, type FactReader } from '../../facts/fact-reader.js';
import { itemUnlessOdd } from '../../facts/item-index.js';
import { listedFacts, type ListedFacts } from '../../facts/listed-facts.js';
import { gatherMachineFacts, type MachineFacts } from '../../facts/machine-facts.js';
import type { PreflightFacts } from '../../preflight/facts.js';
import { saySelected } from '../agree-to-selection.js';
import type { CommandContext } from '../context.js';
import { ownFailure } from '../evaluated-machines.js';
import { machinesRead } from '../machines-read.js';
import { itemError, resourceDocument } from '../results/machines.js';
import { emptyItem, itemPart } from './item-part.js';
import { lastErrors, type LastErrorOf } from './last-error.js';
import {
  excludedDisksOf,
  findingsElsewhere,
  isEnded,
  machinePart,
  needsCloserLook,
} from './machine-part.js';
import type { StatusItem } from './result.js';
import { BACKED_UP, isNewerThanPoints, withPresentAdvice } from './rules.js';
import {
  findSubjects,
  itemLeft,
  requestedVault,
  type StatusSelection,
  type Subject,
} from './subjects.js';

/** Machines looked at side by side. */
const MACHINES_AT_ONCE = 8;

/** What is asked of all machines. */
export interface StatusQuestion {
  readonly subjects: readonly Subject[];
  /** The vault asked for. */
  readonly vault: RecoveryServicesVault | undefined;
  readonly maxAge?: number | undefined;
  readonly backupPrincipalId?: string | undefined;
  /** Of machines that no vault in the lists protects: ask Azure for each of them, or leave it at the lists. */
  readonly unseen: 'ask' | 'leave';
  /** True where it also matters why a backup failed, for which jobs are read. */
  readonly explains: boolean;
  /** Of how many days failures are listed besides, for who looks at all of them. */
  readonly failureDays?: number;
  /** True where the failure of an only machine ends the command. */
  readonly oneEndsAll: boolean;
  /** When the command began, in milliseconds. */
  readonly started: number;
}

/** How a machine stands, with what it was found out from. */
export interface StatusReading {
  readonly subject: Subject;
  readonly item: StatusItem;
  readonly exit: ExitKind;
  /** Absent for a machine that is gone, or could not be read. */
  readonly facts?: PreflightFacts | undefined;
  /** True for a machine without an item of which only vaults that nobody looked into could say more. */
  readonly unasked?: boolean;
  /** True for a machine without an item of which Azure's answer could not be read. */
  readonly protectionUnread?: boolean;
  /** Subscriptions that could not be looked into, of whose vaults one may protect a machine without an item. */
  readonly unseen?: readonly string[];
  /** Of a machine that is elsewhere, whether backups are taken of it there; left out where that is not known. */
  readonly backedUpElsewhere?: boolean;
  /** True for a machine whose recovery points are of an earlier one of its name. */
  readonly isNewer?: boolean;
  /** True for a machine with ADE whose backups go on in another subscription, which Azure does not support. */
  readonly encryptedElsewhere?: boolean;
}

/**
 * Reads the subjects.
 * @param keep called for each as soon as it is known: with ten thousand machines the facts of all are too much to keep
 */
export async function gatherStatuses<Kept>(
  context: CommandContext,
  reader: FactReader,
  question: StatusQuestion,
  keep: (reading: StatusReading) => Kept | Promise<Kept>,
): Promise<readonly Kept[]> {
  const { subjects, vault, unseen, oneEndsAll } = question;
  const targets = subjects.map(({ target }) => target);
  const lists = listedFacts(reader, targets, { vault, unseen });
  const inTurn = atOnce(context, MACHINES_AT_ONCE);
  const request = {
    ...question,
    lists,
    lastErrorOf: lastErrors(context, reader, question.failureDays),
  };
  const tellRead = machinesRead(context, subjects.length, question.started);
  return Promise.all(
    subjects.map((subject) =>
      inTurn(async () => {
        const kept = await keep(
          await readingOf(context, reader, subject, {
            request,
            machines: oneEndsAll ? subjects.length : Infinity,
          }),
        );
        tellRead();
        return kept;
      }),
    ),
  );
}

/** What the machines that the options select are asked. */
export type SelectedQuestion = Pick<StatusQuestion, 'maxAge' | 'backupPrincipalId' | 'explains'> & {
  /** Up to so many, Azure is asked for each that no vault in the lists protects. */
  readonly askedSingly: number;
};

/**
 * Finds the machines that the options select, says how many, and reads them.
 * @throws AzbackupError of the choice of machines and vault, and of the only machine
 */
export async function gatherSelected<Kept>(
  context: CommandContext,
  options: StatusSelection,
  question: SelectedQuestion,
  keep: (reading: StatusReading) => Kept,
): Promise<readonly Kept[]> {
  const started = context.clock.now();
  refuseApplicationId(context, question.backupPrincipalId);
  const reader = createFactReader(context.services);
  const [subjects, vault] = await Promise.all([
    findSubjects(context, reader, options),
    requestedVault(context, reader, options),
  ]);
  saySelected(context, subjects, options, started);
  const unseen = subjects.length > question.askedSingly ? 'leave' : 'ask';
  return gatherStatuses(
    context,
    reader,
    { ...question, subjects, vault, unseen, oneEndsAll: true, started },
    keep,
  );
}

/** @param machines how many there are: the failure of an only one is thrown */
async function readingOf(
  context: CommandContext,
  reader: FactReader,
  subject: Subject,
  { request, machines }: { readonly request: StatusRequest; readonly machines: number },
): Promise<StatusReading> {
  try {
    return { subject, ...(await statusOf(context, reader, subject, request)), exit: 'done' };
  } catch (error) {
    const own = ownFailure(error, machines);
    const item: StatusItem = {
      ...emptyItem(subject.target),
      outcome: 'failed',
      error: itemError(own),
    };
    return { subject, item, exit: own.fields.kind };
  }
}

/** What the status of one machine depends on. */
interface StatusRequest extends StatusQuestion {
  /** Lists that many machines are read from. */
  readonly lists: ListedFacts | undefined;
  readonly lastErrorOf: LastErrorOf;
}

async function statusOf(
  context: CommandContext,
  reader: FactReader,
  subject: Subject,
  request: StatusRequest,
): Promise<Omit<StatusReading, 'exit' | 'subject'>> {
  const { gathered, left } = await machineFacts(context, reader, subject, request);
  const facts = gathered?.facts;
  const item = left ?? subject.item ?? (await itemOf(reader, facts, request));
  const now = instantOf(context.clock.now());
  const base = emptyItem(subject.target);
  const machine = gathered === undefined ? { machineGone: true } : machinePart(gathered);
  if (item === undefined) {
    return {
      item: { ...base, ...machine, ...unprotectedPart(facts, request) },
      facts,
      unasked: facts?.protection.status === 'absent',
      protectionUnread: facts?.protection.status === 'unreadable',
      ...unseenPart(facts),
      ...(await elsewherePart(reader, facts, request)),
    };
  }
  const shown = {
    ...base,
    ...itemPart(item, now, request.maxAge),
    lastError: request.explains ? await request.lastErrorOf(item) : null,
    ...machine,
  };
  if (facts === undefined) {
    return { item: withoutMachine(shown, request) };
  }
  const { createdAt } = facts.vm;
  const encryptedElsewhere = await findingsElsewhere(reader, facts, item);
  const findings = [...shown.findings, ...encryptedElsewhere];
  return {
    item: withPresentAdvice(
      { ...shown, findings, excludedDisks: excludedDisksOf(facts, item) },
      createdAt,
    ),
    facts,
    encryptedElsewhere: encryptedElsewhere.length > 0,
    isNewer: isNewerThanPoints(shown, createdAt),
  };
}

function unseenPart(facts: PreflightFacts | undefined): Pick<StatusReading, 'unseen'> {
  const unseen = facts === undefined ? undefined : valueOf(facts.protection)?.unseenSubscriptions;
  return unseen === undefined ? {} : { unseen };
}

function unprotectedPart(
  facts: PreflightFacts | undefined,
  request: StatusRequest,
): Partial<StatusItem> {
  const vaultId = otherVault(facts, request);
  return {
    ...(vaultId === undefined ? {} : { outcome: 'elsewhere', vault: resourceDocument(vaultId) }),
    tooOld: request.maxAge !== undefined,
  };
}

/** The vault that has the machine instead of the one asked for. */
function otherVault(
  facts: PreflightFacts | undefined,
  { vault }: StatusRequest,
): string | undefined {
  const vaultId = facts === undefined ? undefined : valueOf(facts.protection)?.vaultId;
  return vault === undefined || vaultId === undefined || sameId(vaultId, vault.id)
    ? undefined
    : vaultId;
}

/** Azure calls a machine protected whose backups were stopped, too. */
async function elsewherePart(
  reader: FactReader,
  facts: PreflightFacts | undefined,
  request: StatusRequest,
): Promise<Pick<StatusReading, 'backedUpElsewhere'>> {
  const vaultId = otherVault(facts, request);
  if (facts === undefined || vaultId === undefined) {
    return {};
  }
  const item = valueOf(await reader.itemIndex(vaultId))?.itemOf(facts.vm.id);
  return item === undefined ? {} : { backedUpElsewhere: !isEnded(item) };
}

/** What would be backed up cannot be without its machine, however well its last backup ended. */
function withoutMachine(item: StatusItem, { maxAge }: StatusRequest): StatusItem {
  const outcome = BACKED_UP.includes(item.outcome) ? 'machine-gone' : item.outcome;
  return { ...item, outcome, tooOld: item.tooOld || maxAge !== undefined };
}

/** The facts of a machine; none when it is gone and only its item is left. */
async function machineFacts(
  context: CommandContext,
  reader: FactReader,
  subject: Subject,
  request: StatusRequest,
): Promise<{ readonly gathered?: MachineFacts; readonly left?: ProtectedItem }> {
  const { backupPrincipalId, vault, lists } = request;
  const wanted = {
    lists,
    modelWillDo: true,
    keepsMachines: true,
    grant: false,
    vaultMayBeOpen: true,
    ...(vault === undefined ? {} : { vault }),
    ...(backupPrincipalId === undefined ? {} : { backupPrincipalId }),
  };
  try {
    const gathered = await gatherMachineFacts(context, reader, subject.target, wanted);
    return {
      gathered: needsCloserLook(gathered, subject.item)
        ? await gatherMachineFacts(context, reader, subject.target, {
            ...wanted,
            modelWillDo: false,
          })
        : gathered,
    };
  } catch (error) {
    const gone = hasCode(error, 'AZB_VM_NOT_FOUND');
    if (!gone || subject.item !== undefined) {
      return gone ? {} : Promise.reject(error);
    }
    const { id, subscriptionId: subscription } = subject.target;
    const place = { vm: [], subscription, vault: vault?.id };
    const left = await itemLeft(context, reader, place, id);
    return left === undefined ? Promise.reject(error) : { left: left.item };
  }
}

/**
 * The machine's item in the vault asked for; else in whichever vault protects it, where Azure's answer for
 * the region outweighs our guess.
 */
async function itemOf(
  reader: FactReader,
  facts: PreflightFacts | undefined,
  { vault }: StatusRequest,
): Promise<ProtectedItem | undefined> {
  if (facts === undefined) {
    return undefined;
  }
  if (vault !== undefined) {
    return requireFact(facts.item, `the items of ${vault.name}`, { target: vault.id });
  }
  const vaultId = valueOf(facts.protection)?.vaultId;
  const known = valueOf(facts.item);
  if (vaultId === undefined || (known !== undefined && sameId(known.vaultId, vaultId))) {
    return known;
  }
  const items = await reader.itemIndex(vaultId);
  const found = requireFact(items, `the items of ${nameOf(vaultId)}`, { target: vaultId });
  return found === undefined ? undefined : itemUnlessOdd(found, facts.vm.id);
}
