// `azbackup status`: how protected machines stand, and whether their backups could still be taken.

import { atOnce } from '../../facts/at-once.js';
import { valueOf } from '../../domain/fact.js';
import { instantOf } from '../../domain/time/instant.js';
import type {
  ProtectedItem,
  RecoveryServicesVault,
} from '../../domain/vaults/recovery-services.js';
import { findSubjects, itemLeft, requestedVault, type Subject } from './subjects.js';
import { nameOf, sameId } from '../../domain/resource-id.js';
import { hasCode } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';
import { emptyItem, itemPart } from './item-part.js';
import { lastErrors, type LastErrorOf } from './last-error.js';
import { machinePart, needsCloserLook } from './machine-part.js';
import type { StatusDocument, StatusItem } from './result.js';
import { BACKED_UP, isNewerThanPoints, needsAttention, withPresentAdvice } from './rules.js';
import { warnOfEarlierPoints, warnOfUnasked, warnOfUnread } from './warnings.js';
import type { PreflightFacts } from '../../preflight/facts.js';
import type { CommandContext, CommandResult } from '../context.js';
import { exitOfItems } from '../results/outcome.js';
import { ownFailure } from '../evaluated-machines.js';
import { machinesRead } from '../machines-read.js';
import { refuseApplicationId } from '../../facts/backup-principal.js';
import { createFactReader, type FactReader } from '../../facts/fact-reader.js';
import { itemUnlessOdd } from '../../facts/item-index.js';
import { listedFacts, type ListedFacts } from '../../facts/listed-facts.js';
import { gatherMachineFacts, type MachineFacts } from '../../facts/machine-facts.js';
import { countOutcomes, itemError, resourceDocument } from '../results/machines.js';
import { untilAborted } from '../../facts/until-aborted.js';
import { requireFact } from '../../errors/require-fact.js';
import { rule, type OptionRule } from '../options/option.js';
import { saySelected } from '../agree-to-selection.js';
import { namesOrAll, somethingOrVault } from '../options/selection-options.js';
import type { StatusOptions } from './command.js';

/** How the options go together. */
export const rules: readonly OptionRule<StatusOptions>[] = [
  somethingOrVault,
  namesOrAll,
  rule(
    ({ maxAge, exitZero }) => maxAge === undefined || !exitZero,
    '--max-age and --exit-zero cannot be used together',
  ),
];

/** Machines looked at side by side. */
const MACHINES_AT_ONCE = 8;

/** Up to so many, Azure is asked for each that no vault protects; of more, the lists decide and a note says so. */
const ASKED_SINGLY = 100;

/** Runs the command. */
export function run(
  context: CommandContext,
  options: StatusOptions,
): Promise<CommandResult<StatusDocument>> {
  return untilAborted(context.signal, report(context, options));
}

async function report(
  context: CommandContext,
  options: StatusOptions,
): Promise<CommandResult<StatusDocument>> {
  const reader = createFactReader(context.services);
  const endings = await gatherStatus(context, options, {
    reader,
    askedSingly: ASKED_SINGLY,
    lastErrorOf: lastErrors(context, reader),
    finished: ({ item }) => context.itemFinished(item),
  });
  warnOfUnasked(context, endings.filter(({ unasked }) => unasked === true).length);
  warnOfUnread(
    context,
    endings.filter((ending) => ending.protectionUnread === true).map(({ item }) => item.vm.name),
  );
  warnOfEarlierPoints(
    context,
    endings.filter(({ isNewer }) => isNewer === true).map(({ item }) => item.vm.name),
  );
  const items = endings.map(({ item }) => item);
  const document: StatusDocument = {
    kind: 'status',
    schemaVersion: 1,
    items,
    summary: {
      total: items.length,
      outcomes: countOutcomes(items),
      tooOld: items.filter(({ tooOld }) => tooOld).length,
    },
  };
  const found = items.some((item) => item.tooOld || needsAttention(item));
  const exit = exitOfItems(endings.map((ending) => ending.exit));
  return { document, exit: exit === 'done' && found && !options.exitZero ? 'partial' : exit };
}

/** How the statuses of machines are gathered. */
export interface StatusGathering {
  readonly reader: FactReader;
  /** Up to so many, Azure is asked for each that no vault protects. */
  readonly askedSingly: number;
  readonly lastErrorOf: LastErrorOf;
  /** Called for each as soon as it is known. */
  readonly finished: (ending: StatusEnding) => void;
}

/**
 * The statuses of the machines that the options select.
 * @throws AzbackupError of the choice of machines, and of the only machine
 */
export async function gatherStatus(
  context: CommandContext,
  options: Omit<StatusOptions, 'exitZero' | 'maxAge'> & Pick<Partial<StatusOptions>, 'maxAge'>,
  { reader, askedSingly, lastErrorOf, finished }: StatusGathering,
): Promise<readonly StatusEnding[]> {
  const started = context.clock.now();
  refuseApplicationId(context, options.backupPrincipalId);
  const [subjects, vault] = await Promise.all([
    findSubjects(context, reader, options),
    requestedVault(context, reader, options),
  ]);
  saySelected(context, subjects, options, started);
  const lists = listedFacts(
    reader,
    subjects.map(({ target }) => target),
    { vault, unseen: subjects.length > askedSingly ? 'leave' : 'ask' },
  );
  const inTurn = atOnce(context, MACHINES_AT_ONCE);
  const tellRead = machinesRead(context, subjects.length, started);
  return Promise.all(
    subjects.map((subject) =>
      inTurn(async (): Promise<StatusEnding> => {
        const ending = await endingOf(context, reader, subject, {
          request: { ...options, vault, lists, lastErrorOf },
          subjects: subjects.length,
        });
        finished(ending);
        tellRead();
        return ending;
      }),
    ),
  );
}

/** The status of a machine, and the exit that it means by itself. */
export interface StatusEnding {
  readonly item: StatusItem;
  readonly exit: ExitKind;
  /** True for a machine without an item of which only vaults that nobody looked into could say more. */
  readonly unasked?: boolean;
  /** True for a machine without an item of which Azure's answer could not be read. */
  readonly protectionUnread?: boolean;
  /** True for a machine whose recovery points are of an earlier one of its name. */
  readonly isNewer?: boolean;
}

async function endingOf(
  context: CommandContext,
  reader: FactReader,
  subject: Subject,
  { request, subjects }: { readonly request: StatusRequest; readonly subjects: number },
): Promise<StatusEnding> {
  try {
    return { ...(await statusOf(context, reader, subject, request)), exit: 'done' };
  } catch (error) {
    const own = ownFailure(error, subjects);
    const item = emptyItem(subject.target);
    return { item: { ...item, outcome: 'failed', error: itemError(own) }, exit: own.fields.kind };
  }
}

/** What the status of one machine depends on. */
interface StatusRequest {
  readonly maxAge?: number | undefined;
  readonly backupPrincipalId?: string | undefined;
  /** The vault asked for. */
  readonly vault: RecoveryServicesVault | undefined;
  /** Lists that many machines are read from. */
  readonly lists?: ListedFacts | undefined;
  readonly lastErrorOf: LastErrorOf;
}

async function statusOf(
  context: CommandContext,
  reader: FactReader,
  subject: Subject,
  request: StatusRequest,
): Promise<Omit<StatusEnding, 'exit'>> {
  const { gathered, left } = await machineFacts(context, reader, subject, request);
  const facts = gathered?.facts;
  const item = left ?? subject.item ?? (await itemOf(reader, facts, request));
  const now = instantOf(context.clock.now());
  const base = emptyItem(subject.target);
  const machine = gathered === undefined ? { machineGone: true } : machinePart(gathered);
  if (item === undefined) {
    return {
      item: { ...base, ...machine, ...unprotectedPart(facts, request) },
      unasked: facts?.protection.status === 'absent',
      protectionUnread: facts?.protection.status === 'unreadable',
    };
  }
  const shown = {
    ...base,
    ...itemPart(item, now, request.maxAge),
    lastError: await request.lastErrorOf(item),
    ...machine,
  };
  if (facts === undefined) {
    return { item: withoutMachine(shown, request) };
  }
  const { createdAt } = facts.vm;
  return {
    item: withPresentAdvice(shown, createdAt),
    isNewer: isNewerThanPoints(shown, createdAt),
  };
}

function unprotectedPart(
  facts: PreflightFacts | undefined,
  { vault, maxAge }: StatusRequest,
): Partial<StatusItem> {
  const vaultId = facts === undefined ? undefined : valueOf(facts.protection)?.vaultId;
  const isElsewhere = vault !== undefined && vaultId !== undefined && !sameId(vaultId, vault.id);
  return {
    ...(isElsewhere ? { outcome: 'elsewhere', vault: resourceDocument(vaultId) } : {}),
    tooOld: maxAge !== undefined,
  };
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
