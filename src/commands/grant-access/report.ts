// The result of `grant-access`: what was changed, and what the backup service may do now.

import { valueOf } from '../../domain/fact.js';
import { sameId } from '../../domain/resource-id.js';
import type { StepResult } from '../../steps/apply.js';
import type { AzbackupError } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';
import type { GrantAccessDocument, GrantAccessItem } from './result.js';
import type { Plan } from '../../steps/plan.js';
import { roleFamily } from '../../steps/roles/describe.js';
import type { RoleStep } from '../../steps/roles/step.js';
import type { KeyVaultFacts, PreflightFacts } from '../../preflight/facts.js';
import { changeDocument } from '../results/changes.js';
import type { CommandContext, CommandResult, GuidOf } from '../context.js';
import { DECLINED_EXIT, endingOfSteps, exitOfItems } from '../results/outcome.js';
import { isRefused, refusalExit } from './refusal.js';
import { missingAt, verificationError } from './verification.js';
import type { EvaluatedMachine } from '../evaluated-machines.js';
import {
  countOutcomes,
  findingDocuments,
  itemError,
  resourceDocument,
} from '../results/machines.js';

/** The same machines judged again, or why they could not be. */
export type SecondLook =
  | { readonly status: 'done'; readonly machines: readonly EvaluatedMachine[] }
  | { readonly status: 'interrupted' }
  | { readonly status: 'failed'; readonly error: AzbackupError };

/** Everything that the command did. */
export interface GrantRun {
  readonly machines: readonly EvaluatedMachine[];
  /** The look at them after the changes. */
  readonly look: SecondLook;
  readonly plan: Plan<RoleStep>;
  readonly results: ReadonlyMap<string, StepResult>;
  /** True when the user was asked and said no. */
  readonly declined?: boolean;
  readonly options: { readonly revoke: boolean; readonly dryRun: boolean };
  readonly guidOf: GuidOf;
}

/** The document and the exit of the whole command. */
export function grantDocument(
  context: CommandContext,
  run: GrantRun,
  options: { readonly detailedExitcode: boolean },
): CommandResult<GrantAccessDocument> {
  const endings = run.machines.map((machine) => endingOf(run, machine));
  const items = endings.map(({ item }) => item);
  for (const { item, exit } of endings) {
    context.itemFinished(item, exit);
  }
  const document: GrantAccessDocument = {
    kind: 'grant-access',
    schemaVersion: 1,
    dryRun: run.options.dryRun,
    revoke: run.options.revoke,
    items,
    summary: {
      total: items.length,
      outcomes: countOutcomes(items),
      changes: [...run.results.values()].filter(({ status }) => status === 'done').length,
    },
    run: context.run.document(),
  };
  const exit = exitOfItems(endings.map((ending) => ending.exit));
  const pending = exit === 'done' && options.detailedExitcode && run.plan.steps.length > 0;
  return { document, exit: pending ? 'changes-pending' : exit };
}

type KnownMachine = Extract<EvaluatedMachine, { readonly status: 'evaluated' }>;

interface Ending {
  readonly item: GrantAccessItem;
  readonly exit: ExitKind;
}

function endingOf(run: GrantRun, before: EvaluatedMachine): Ending {
  if (before.status === 'failed') {
    const item = { ...emptyItem(before.target.id, before.target.name) };
    return { item: { ...item, error: itemError(before.error) }, exit: before.error.fields.kind };
  }
  const machine = seenAgain(run, before) ?? before;
  const { facts, evaluation } = machine;
  const steps = run.plan.steps.filter(({ vmIds }) => vmIds.some((id) => sameId(id, facts.vm.id)));
  const principal = valueOf(facts.principal);
  const base: GrantAccessItem = {
    ...emptyItem(facts.vm.id, facts.vm.name),
    keyVaults: facts.keyVaults.flatMap((keyVault) => keyVaultDocument(facts, keyVault)),
    principal:
      principal === undefined
        ? null
        : { objectId: principal.objectId, displayName: principal.displayName },
    changes: steps.map((step) => changeDocument(roleFamily, step, run.results.get(step.id))),
    findings: findingDocuments(evaluation.findings),
  };
  const started = steps.some(({ id }) => run.results.has(id));
  if (isRefused(machine) && !started) {
    return { item: { ...base, outcome: 'blocked' }, exit: refusalExit(machine) };
  }
  return facts.encryption.kind === 'ade'
    ? outcomeOf(run, base, steps, facts)
    : { item: { ...base, outcome: 'not-needed' }, exit: 'done' };
}

/** A machine as the second look saw it; undefined where it did not. */
function seenAgain({ look }: GrantRun, { target }: KnownMachine): KnownMachine | undefined {
  const again =
    look.status === 'done'
      ? look.machines.find((each) => sameId(each.target.id, target.id))
      : undefined;
  return again?.status === 'evaluated' ? again : undefined;
}

/** Why a machine was not seen again; undefined when it was, and when somebody did not want to wait for it. */
function lookError({ look }: GrantRun, { vm }: PreflightFacts): AzbackupError | undefined {
  switch (look.status) {
    case 'interrupted':
      return undefined;
    case 'failed':
      return look.error;
    case 'done': {
      const again = look.machines.find(({ target }) => sameId(target.id, vm.id));
      return again?.status === 'failed' ? again.error : undefined;
    }
  }
}

function outcomeOf(
  run: GrantRun,
  base: GrantAccessItem,
  steps: readonly RoleStep[],
  facts: PreflightFacts,
): Ending {
  const { revoke, dryRun } = run.options;
  if (steps.length === 0) {
    const item = { ...base, outcome: revoke ? 'nothing-to-revoke' : 'already-granted' } as const;
    return verifiedEnding(item, verificationError(facts, { revoke, guidOf: run.guidOf }));
  }
  if (dryRun) {
    return { item: { ...base, outcome: 'planned' }, exit: 'done' };
  }
  if (run.declined === true) {
    return { item: { ...base, outcome: 'declined' }, exit: DECLINED_EXIT };
  }
  return carriedOut(run, base, steps, facts);
}

/** The ending of a machine whose steps were to be carried out. */
function carriedOut(
  run: GrantRun,
  base: GrantAccessItem,
  steps: readonly RoleStep[],
  facts: PreflightFacts,
): Ending {
  const { revoke } = run.options;
  const ending = endingOfSteps(steps.map((step) => run.results.get(step.id)));
  if (ending.status === 'failed') {
    // A grant is as good as its last step, so whatever fails after a change leaves it partial.
    const exit = ending.changed ? 'partial' : ending.exit;
    return { item: { ...base, outcome: 'failed', error: ending.error }, exit };
  }
  if (ending.status === 'skipped') {
    return { item: { ...base, outcome: ending.outcome }, exit: ending.exit };
  }
  if (run.look.status === 'interrupted' || ending.status !== 'done') {
    return { item: { ...base, outcome: 'interrupted' }, exit: 'interrupted' };
  }
  const unseen = lookError(run, facts);
  if (unseen !== undefined) {
    return verifiedEnding(base, unseen);
  }
  const item = { ...base, outcome: revoke ? ('revoked' as const) : ('granted' as const) };
  return verifiedEnding(item, verificationError(facts, { revoke, guidOf: run.guidOf }));
}

/** Changes that were made stay, so that trouble after them is partial. */
function verifiedEnding(item: GrantAccessItem, error: AzbackupError | undefined): Ending {
  if (error === undefined) {
    return { item, exit: 'done' };
  }
  const { kind } = error.fields;
  const changed = item.changes.some(({ status }) => status === 'done');
  return {
    item: { ...item, outcome: 'failed', error: itemError(error) },
    exit: changed && kind !== 'azure-failed' ? 'partial' : kind,
  };
}

function keyVaultDocument(
  facts: PreflightFacts,
  keyVault: KeyVaultFacts,
): GrantAccessItem['keyVaults'] {
  const vault = valueOf(keyVault.vault);
  if (vault === undefined) {
    return [];
  }
  const { id, name, permissionModel } = vault;
  return [{ id, name, permissionModel, missing: [...missingAt(facts, keyVault)] }];
}

function emptyItem(id: string, name: string): GrantAccessItem {
  return {
    vm: resourceDocument(id, name),
    outcome: 'failed',
    keyVaults: [],
    principal: null,
    changes: [],
    findings: [],
    error: null,
  };
}
