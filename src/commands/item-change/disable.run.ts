// `azbackup disable`: ends the backups of machines and keeps their recovery points, or deletes them.

import { addSeconds, instantOf } from '../../domain/time/instant.js';
import type { ItemChange } from '../../domain/protection/protection-transitions.js';
import { sameName } from '../../domain/resource-id.js';
import { usageError } from '../../errors/azbackup-error.js';
import { deleteDataStep, stopStep } from './plan.js';
import type { CommandContext, CommandResult } from '../context.js';
import { createFactReader } from '../../facts/fact-reader.js';
import { changeItems } from './run.js';
import { gatherItemFacts, type ItemFacts } from './facts.js';
import { selectItems } from '../../facts/selection/select-items.js';
import { settleSelection } from '../agree-to-selection.js';
import { namesOrAll, somethingSelects } from '../options/selection-options.js';
import { decideChange, keptDays, type ItemDecision } from './decide.js';
import { rule, type OptionRule } from '../options/option.js';
import { detailedExitcodeNeedsDryRun } from '../options/machine-options.js';
import { waitHasOneEnd } from '../options/wait-options.js';
import type { DisableOptions } from './disable.command.js';
import type { ItemChangeDocumentOf } from './result.js';

/** How the options go together. */
export const rules: readonly OptionRule<DisableOptions>[] = [
  somethingSelects,
  namesOrAll,
  waitHasOneEnd,
  detailedExitcodeNeedsDryRun,
  rule(
    ({ retainData, retainAsPolicy, deleteData }) =>
      [retainData, retainAsPolicy, deleteData].filter(Boolean).length <= 1,
    '--retain-data, --retain-as-policy and --delete-data cannot be used together',
  ),
  rule(
    ({ deleteData, confirm }) => deleteData || confirm.length === 0,
    '--confirm needs --delete-data',
  ),
];

/** Runs the command. */
export function run(
  context: CommandContext,
  options: DisableOptions,
): Promise<CommandResult<ItemChangeDocumentOf<'disable'>>> {
  const change = changeOf(options);
  const decide = (): ReturnType<typeof decideAll> => decideAll(context, options, change);
  return changeItems(
    context,
    change === 'delete-data'
      ? {
          kind: 'disable',
          decide,
          confirm: (decisions) => confirmAll(context, decisions, options.confirm),
        }
      : { kind: 'disable', decide },
    options,
  );
}

function changeOf({ retainAsPolicy, deleteData }: DisableOptions): ItemChange {
  if (deleteData) {
    return 'delete-data';
  }
  return retainAsPolicy ? 'suspend' : 'stop';
}

async function decideAll(
  context: CommandContext,
  options: DisableOptions,
  change: ItemChange,
): Promise<readonly ItemDecision[]> {
  const reader = createFactReader(context.services);
  const targets = await selectItems(context, reader, options);
  const machines = targets.map(({ item }) => ({ name: item.friendlyName }));
  await settleSelection(context, machines, options, context.clock.now());
  const items = await gatherItemFacts(context, reader, targets, [change]);
  checkConfirmations(items, options.confirm);
  return items.map((facts) =>
    decideChange(facts, change, options.resourceGuardRequest, (item) => {
      if (change !== 'delete-data') {
        return [stopStep(item, change === 'suspend' ? 'per-policy' : 'forever')];
      }
      const { recoveryPoints } = facts.circumstances;
      return [deleteDataStep(item, { recoveryPoints, keptDays: keptDays(facts) })];
    }),
  );
}

/** A name that is none of the machines asked for is a slip, and the worst place for one. */
function checkConfirmations(items: readonly ItemFacts[], confirm: readonly string[]): void {
  const names = items.map(({ item }) => item.friendlyName);
  const stray = confirm.find((name) => !names.some((each) => sameName(each, name)));
  if (stray !== undefined) {
    throw usageError(
      'AZB_CONFIRMATION_MISMATCH',
      `--confirm ${stray} is not a VM whose backups are being deleted`,
      { target: stray, causes: [`VMs: ${names.join(', ')}`] },
    );
  }
}

/** Nothing is deleted whose name was not given or typed. */
async function confirmAll(
  context: CommandContext,
  decisions: readonly ItemDecision[],
  confirm: readonly string[],
): Promise<readonly ItemDecision[]> {
  const confirmed: ItemDecision[] = [];
  for (const decision of decisions) {
    const asks = decision.kind === 'proceed' && !isConfirmed(decision.facts, confirm);
    const declined = asks && !(await asksForName(context, decision.facts));
    confirmed.push(declined ? { kind: 'declined', facts: decision.facts } : decision);
  }
  return confirmed;
}

function isConfirmed({ item }: ItemFacts, confirm: readonly string[]): boolean {
  return confirm.some((name) => sameName(name, item.friendlyName));
}

async function asksForName(context: CommandContext, facts: ItemFacts): Promise<boolean> {
  const vm = facts.item.friendlyName;
  const typed = await context.askText(
    `Type the VM name, ${vm}, to delete its backups`,
    consequenceOf(facts, context.clock.now()),
    `add --confirm ${vm}`,
  );
  return typed !== undefined && sameName(typed.trim(), vm);
}

function consequenceOf(facts: ItemFacts, nowMilliseconds: number): string {
  const { item, vault, circumstances } = facts;
  const { recoveryPoints: points } = circumstances;
  const many = points === undefined ? 'all recovery points' : `${points} recovery points`;
  const what = `${points === 1 ? '1 recovery point' : many} of ${item.friendlyName} in ${vault.name}`;
  const days = keptDays(facts);
  if (days === 0) {
    return `${what}: permanently deleted at once; soft delete of the vault is off`;
  }
  const until = addSeconds(instantOf(nowMilliseconds), days * DAY_SECONDS);
  return `${what}: deleted; soft delete keeps them ${days} days, until ${until}, then they are purged`;
}

const DAY_SECONDS = 86_400;
