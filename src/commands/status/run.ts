// `azbackup status`: how protected machines stand, and whether their backups could still be taken.

import pLimit from 'p-limit';
import { isLackingAccess, missingAccess } from '../../domain/protection/backup-grant.js';
import { valueOf } from '../../domain/fact.js';
import { keyHealth } from '../../domain/keys/key-health.js';
import { instantOf, secondsBetween, type Instant } from '../../domain/time/instant.js';
import type {
  ProtectedItem,
  RecoveryServicesVault,
} from '../../domain/vaults/recovery-services.js';
import { findSubjects, itemLeft, requestedVault, type Subject } from './subjects.js';
import { nameOf, sameId } from '../../domain/resource-id.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';
import { lastErrorOf } from './last-error.js';
import type { StatusDocument, StatusItem } from './result.js';
import { BACKED_UP, needsAttention, withPresentAdvice } from './rules.js';
import type { PreflightFacts } from '../../preflight/facts.js';
import { evaluateChecks } from '../../preflight/evaluate.js';
import type { CommandContext, CommandResult } from '../context.js';
import { exitOfItems } from '../results/outcome.js';
import { createFactReader, type FactReader } from '../../facts/fact-reader.js';
import { gatherMachineFacts } from '../../facts/machine-facts.js';
import {
  countOutcomes,
  encryptionDocument,
  findingDocuments,
  itemError,
  resourceDocument,
} from '../results/machines.js';
import type { Target } from '../../facts/choose-machines.js';
import { untilAborted } from '../../facts/until-aborted.js';
import { requireFact } from '../../errors/require-fact.js';
import { rule, type OptionRule } from '../options/option.js';
import { machinesOrVault } from '../options/machine-options.js';
import type { StatusOptions } from './command.js';

/** How the options go together. */
export const rules: readonly OptionRule<StatusOptions>[] = [
  machinesOrVault,
  rule(
    ({ maxAge, exitZero }) => maxAge === undefined || !exitZero,
    '--max-age and --exit-zero cannot be used together',
  ),
];

/** Machines looked at side by side. */
const MACHINES_AT_ONCE = 8;

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
  const [subjects, vault] = await Promise.all([
    findSubjects(context, reader, options),
    requestedVault(context, reader, options),
  ]);
  const limit = pLimit(MACHINES_AT_ONCE);
  const endings = await Promise.all(
    subjects.map((subject) =>
      limit(async (): Promise<Ending> => {
        try {
          return {
            item: await statusOf(context, reader, subject, { ...options, vault }),
            exit: 'done',
          };
        } catch (error) {
          return failedEnding(subject, error, subjects.length);
        }
      }),
    ),
  );
  const items = endings.map(({ item }) => item);
  for (const item of items) {
    context.itemFinished(item);
  }
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

interface Ending {
  readonly item: StatusItem;
  readonly exit: ExitKind;
}

/** One subject of several may fail alone; the only one, and bad input, end the command. */
function failedEnding(subject: Subject, error: unknown, subjects: number): Ending {
  if (subjects === 1 || !(error instanceof AzbackupError) || error.fields.kind === 'usage') {
    throw error;
  }
  const item = emptyItem(subject.target);
  return { item: { ...item, outcome: 'failed', error: itemError(error) }, exit: error.fields.kind };
}

/** What the status of one machine depends on. */
interface StatusRequest {
  readonly maxAge?: number | undefined;
  readonly backupPrincipalId?: string | undefined;
  /** The vault asked for. */
  readonly vault: RecoveryServicesVault | undefined;
}

async function statusOf(
  context: CommandContext,
  reader: FactReader,
  subject: Subject,
  request: StatusRequest,
): Promise<StatusItem> {
  const { facts, left } = await machineFacts(context, reader, subject, request);
  const item = left ?? subject.item ?? (await itemOf(reader, facts, request));
  const now = instantOf(context.clock.now());
  const base = emptyItem(subject.target);
  const machine = facts === undefined ? { machineGone: true } : machinePart(facts);
  if (item === undefined) {
    const vaultId = facts === undefined ? undefined : valueOf(facts.protection)?.vaultId;
    const isElsewhere =
      request.vault !== undefined && vaultId !== undefined && !sameId(vaultId, request.vault.id);
    return {
      ...base,
      ...machine,
      ...(isElsewhere ? { outcome: 'elsewhere', vault: resourceDocument(vaultId) } : {}),
      tooOld: request.maxAge !== undefined,
    };
  }
  const shown = {
    ...base,
    ...itemPart(item, now, request.maxAge),
    lastError: await lastErrorOf(context, reader, item),
    ...machine,
  };
  return facts === undefined ? withoutMachine(shown, request) : withPresentAdvice(shown);
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
): Promise<{ readonly facts?: PreflightFacts; readonly left?: ProtectedItem }> {
  const { backupPrincipalId, vault } = request;
  const wanted = {
    grant: false,
    vaultMayBeOpen: true,
    ...(vault === undefined ? {} : { vault }),
    ...(backupPrincipalId === undefined ? {} : { backupPrincipalId }),
  };
  try {
    return { facts: (await gatherMachineFacts(context, reader, subject.target, wanted)).facts };
  } catch (error) {
    const gone = error instanceof AzbackupError && error.fields.code === 'AZB_VM_NOT_FOUND';
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
  const items = await reader.items(vaultId);
  const { id } = facts.vm;
  const found = requireFact(items, `the items of ${nameOf(vaultId)}`, { target: vaultId });
  return found?.find(({ sourceResourceId }) => sameId(sourceResourceId, id));
}

function machinePart(
  facts: PreflightFacts,
): Pick<StatusItem, 'encryption' | 'keyAccess' | 'keyHealth' | 'findings'> {
  const findings = evaluateChecks(facts, { ignore: [] }).findings.filter(
    ({ checkId, status }) =>
      /^(?:ade|access|keyvault)\./u.test(checkId) && (status === 'fail' || status === 'unknown'),
  );
  return {
    encryption: encryptionDocument(facts.encryption),
    keyAccess: keyAccessOf(facts),
    keyHealth: keyHealthOf(facts),
    findings: findingDocuments(findings),
  };
}

function keyAccessOf(facts: PreflightFacts): StatusItem['keyAccess'] {
  if (facts.keyVaults.length === 0) {
    return null;
  }
  if (facts.keyVaults.some((keyVault) => isLackingAccess(keyVault, facts.principal))) {
    return 'lacking';
  }
  const unknown = facts.keyVaults.some((keyVault) => {
    const access = missingAccess(keyVault, facts.principal);
    return access.secrets.status === 'unknown' || access.keys.status === 'unknown';
  });
  return unknown ? 'unknown' : 'granted';
}

function keyHealthOf({ keyVaults, encryption }: PreflightFacts): StatusItem['keyHealth'] {
  const unreadable = encryption.kind === 'ade' && encryption.unreadable.length > 0;
  return keyHealth(keyVaults, { unreadable }) ?? null;
}

function itemPart(
  item: ProtectedItem,
  now: Instant,
  maxAge: number | undefined,
): Partial<StatusItem> {
  const point = item.lastRecoveryPoint;
  const age = point === undefined ? undefined : secondsBetween(point, now);
  return {
    outcome: outcomeOf(item),
    vault: resourceDocument(item.vaultId),
    policy: item.policyName ?? null,
    protectionState: item.protectionState,
    lastBackup:
      item.lastBackupTime === undefined
        ? null
        : {
            status: item.lastBackupStatus ?? 'Unknown',
            time: item.lastBackupTime,
            ageSeconds: secondsBetween(item.lastBackupTime, now),
          },
    lastRecoveryPoint:
      point === undefined || age === undefined ? null : { time: point, ageSeconds: age },
    tooOld: maxAge !== undefined && (age === undefined || age > maxAge),
    softDelete: item.softDelete === undefined ? null : { ...item.softDelete },
  };
}

function outcomeOf(item: ProtectedItem): StatusItem['outcome'] {
  if (item.softDelete !== undefined) {
    return 'soft-deleted';
  }
  switch (item.protectionState) {
    case 'IRPending': {
      return 'waiting-for-first-backup';
    }
    case 'Protected': {
      return item.lastBackupStatus === 'Failed' ? 'error' : 'protected';
    }
    case 'ProtectionPaused': {
      return 'paused';
    }
    case 'ProtectionStopped':
    case 'BackupsSuspended': {
      return 'stopped';
    }
    case 'ProtectionError':
    case 'Invalid': {
      return 'error';
    }
  }
}

function emptyItem(target: Target): StatusItem {
  return {
    vm: resourceDocument(target.id, target.name),
    outcome: 'not-protected',
    machineGone: false,
    vault: null,
    policy: null,
    protectionState: null,
    lastBackup: null,
    lastRecoveryPoint: null,
    tooOld: false,
    lastError: null,
    softDelete: null,
    encryption: null,
    keyAccess: null,
    keyHealth: null,
    findings: [],
    error: null,
  };
}
