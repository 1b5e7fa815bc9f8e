// `azbackup status`: how protected machines stand, and whether their backups could still be taken.

import pLimit from 'p-limit';
import { isLackingAccess, missingAccess } from '../../domain/protection/backup-grant.js';
import { valueOf } from '../../domain/fact.js';
import { instantOf, secondsBetween, type Instant } from '../../domain/time/instant.js';
import type { ProtectedItem } from '../../domain/vaults/recovery-services.js';
import {
  nameOf,
  parseResourceId,
  sameId,
  sameName,
  type ResourceId,
} from '../../domain/resource-id.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';
import { lastErrorOf } from './last-error.js';
import type { StatusDocument, StatusItem } from './result.js';
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
import { chooseSubscription } from '../../facts/choose-subscription.js';
import { findTargets, type Target } from '../../facts/choose-machines.js';
import { untilAborted } from '../../facts/until-aborted.js';
import { findVault } from '../../facts/choose-vault.js';
import { requireFact } from '../../errors/require-fact.js';
import type { OptionRule } from '../options/option.js';
import { machinesOrVault } from '../options/machine-options.js';
import type { StatusOptions } from './command.js';

/** How the options go together. */
export const rules: readonly OptionRule<StatusOptions>[] = [machinesOrVault];

/** Machines looked at side by side. */
const MACHINES_AT_ONCE = 8;

/** A machine to report on; one named by `--vault` alone may be gone while its item lives on. */
interface Subject {
  readonly target: Target;
  readonly item?: ProtectedItem;
}

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
  const subjects = await findSubjects(context, reader, options);
  const limit = pLimit(MACHINES_AT_ONCE);
  const endings = await Promise.all(
    subjects.map((subject) =>
      limit(async (): Promise<Ending> => {
        try {
          return { item: await statusOf(context, reader, subject, options), exit: 'done' };
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
  const tooOld = items.some((item) => item.tooOld);
  const exit = exitOfItems(endings.map((ending) => ending.exit));
  return { document, exit: exit === 'done' && tooOld ? 'partial' : exit };
}

async function findSubjects(
  context: CommandContext,
  reader: FactReader,
  options: StatusOptions,
): Promise<readonly Subject[]> {
  if (options.vm.length > 0) {
    const targets = await findTargets(context, options);
    return targets.map((target) => ({ target }));
  }
  const requested = options.vault ?? '';
  const subscriptionId = requested.includes('/')
    ? ''
    : await chooseSubscription(context, options.subscription);
  const vault = await findVault(reader, subscriptionId, requested);
  const items = await (await context.services.backup()).items(vault.id);
  return items
    .filter(({ sourceResourceId }) => isInGroup(sourceResourceId, options.resourceGroup))
    .map((item) => ({ target: targetOf(item), item }));
}

function isInGroup(vmId: ResourceId, group: string | undefined): boolean {
  return group === undefined || sameName(parseResourceId(vmId)?.resourceGroup ?? '', group);
}

function targetOf(item: ProtectedItem): Target {
  return {
    id: item.sourceResourceId,
    name: item.friendlyName,
    subscriptionId: parseResourceId(item.sourceResourceId)?.subscriptionId ?? '',
  };
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

async function statusOf(
  context: CommandContext,
  reader: FactReader,
  subject: Subject,
  options: StatusOptions,
): Promise<StatusItem> {
  const facts = await machineFacts(context, reader, subject, options);
  const item = subject.item ?? (await itemOf(reader, facts));
  const now = instantOf(context.clock.now());
  const base = emptyItem(subject.target);
  const machine = facts === undefined ? {} : machinePart(facts);
  if (item === undefined) {
    return { ...base, ...machine, tooOld: options.maxAge !== undefined };
  }
  return {
    ...base,
    ...itemPart(item, now, options.maxAge),
    lastError: await lastErrorOf(context, reader, item),
    ...machine,
  };
}

/** The facts of a machine; undefined when it is gone and only its item is left. */
async function machineFacts(
  context: CommandContext,
  reader: FactReader,
  subject: Subject,
  options: StatusOptions,
): Promise<PreflightFacts | undefined> {
  const { backupPrincipalId } = options;
  const request = {
    grant: false,
    ...(backupPrincipalId === undefined ? {} : { backupPrincipalId }),
  };
  try {
    return (await gatherMachineFacts(context, reader, subject.target, request)).facts;
  } catch (error) {
    const gone = error instanceof AzbackupError && error.fields.code === 'AZB_VM_NOT_FOUND';
    if (gone && subject.item !== undefined) {
      return undefined;
    }
    throw error;
  }
}

/** The machine's item in whichever vault protects it; Azure's answer for the region outweighs our guess. */
async function itemOf(
  reader: FactReader,
  facts: PreflightFacts | undefined,
): Promise<ProtectedItem | undefined> {
  if (facts === undefined) {
    return undefined;
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
): Pick<StatusItem, 'encryption' | 'keyAccess' | 'findings'> {
  const findings = evaluateChecks(facts, { ignore: [] }).findings.filter(
    ({ checkId, status }) =>
      /^(?:ade|access|keyvault)\./u.test(checkId) && (status === 'fail' || status === 'unknown'),
  );
  return {
    encryption: encryptionDocument(facts.encryption),
    keyAccess: keyAccessOf(facts),
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
    case 'Protected':
    case 'ProtectionPaused': {
      return item.lastBackupStatus === 'Failed' ? 'error' : 'protected';
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
    findings: [],
    error: null,
  };
}
