// `azbackup policy create NAME`: makes a policy from words or from a file.

import { policyDifferences } from '../../../domain/backup-policy/differences.js';
import { MAX_POLICIES } from '../../../domain/backup-policy/rules.js';
import type { BackupPolicy, PolicyTerms } from '../../../domain/backup-policy/policy.js';
import { instantOf } from '../../../domain/time/instant.js';
import type { RecoveryServicesVault } from '../../../domain/vaults/recovery-services.js';
import { AzbackupError, usageError } from '../../../errors/azbackup-error.js';
import { createPolicyStep } from './plan.js';
import type { CommandContext, CommandResult } from '../../context.js';
import { carryOutChange, type PolicyChange } from './run.js';
import { chooseOnlyVault, namedPolicy } from '../choose.js';
import { newTerms, requireRules, termsFromFile } from './input.js';
import { fileAlone, oneSchedule } from './option-schemas.js';
import { ianaZone } from '../time-zone.js';
import { untilAborted } from '../../../facts/until-aborted.js';
import { rule, type OptionRule } from '../../options/option.js';
import { detailedExitcodeNeedsDryRun } from '../../options/machine-options.js';
import type { PolicyCreateOptions } from './create.command.js';
import type { PolicyChangeDocument } from '../result.js';

/** How the options go together. */
export const rules: readonly OptionRule<PolicyCreateOptions>[] = [
  oneSchedule,
  fileAlone,
  detailedExitcodeNeedsDryRun,
  rule(
    ({ every, window }) => every !== undefined || window === undefined,
    '--window needs --every',
  ),
];

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: PolicyCreateOptions,
): Promise<CommandResult<PolicyChangeDocument>> {
  const { subscription, resourceGroup, vault } = options;
  const { name, place } = namedPolicy(options.name, { subscription, resourceGroup, vault });
  const terms = await termsAsked(context, options);
  requireRules(terms, name);
  const change = await untilAborted(
    context.signal,
    (async () => decide(context, await chooseOnlyVault(context, place), name, terms))(),
  );
  // Nothing has a new policy yet, so Azure makes it at once: there is no operation to wait for.
  return carryOutChange(context, change, { ...options, choice: { wait: true } });
}

async function termsAsked(
  context: CommandContext,
  options: PolicyCreateOptions,
): Promise<PolicyTerms> {
  const terms =
    options.file === undefined ? newTerms(options) : await termsFromFile(context, options.file);
  if (terms === undefined) {
    throw usageError(
      'AZB_USAGE',
      'a schedule is required: --daily 02:00, --weekly sun@02:00, --every 4h, or --file FILE',
    );
  }
  return terms;
}

async function decide(
  context: CommandContext,
  vault: RecoveryServicesVault,
  policyName: string,
  terms: PolicyTerms,
): Promise<PolicyChange> {
  const backup = await context.services.backup();
  const existing = await backup.policy(vault.id, policyName);
  const base = { vault, policyName, terms, items: [] };
  if (existing !== undefined) {
    requireEqual(existing, terms, vault);
    return { ...base, policyName: existing.name, differences: [], step: undefined };
  }
  requireRoom(await backup.policies(vault.id), vault);
  const today = instantOf(context.clock.now()).slice(0, 'yyyy-mm-dd'.length);
  const zone = ianaZone(terms.timeZone) ?? terms.timeZone;
  const step = createPolicyStep({ vaultId: vault.id, policyName }, terms, zone, today);
  return { ...base, differences: [], step };
}

/** Creating what is there already is fine only where nothing would have to be changed. */
function requireEqual(
  existing: BackupPolicy,
  terms: PolicyTerms,
  vault: RecoveryServicesVault,
): void {
  const differences = policyDifferences(existing, terms);
  const unknown = existing.unknownFields ?? [];
  if (differences.length > 0 || unknown.length > 0) {
    throw new AzbackupError({
      code: 'AZB_POLICY_EXISTS',
      kind: 'azure-failed',
      message: `${vault.name} has another policy named ${existing.name}`,
      target: existing.id,
      causes: [
        ...differences.map(
          ({ field, before, after }) =>
            `${field}: current ${before ?? 'none'}, requested ${after ?? 'none'}`,
        ),
        ...unknown.map((path) => `${path}: not supported by azbackup`),
      ],
      fix: [
        `azbackup policy update ${existing.name} --vault ${vault.name} --file FILE`,
        'or choose another name',
      ],
    });
  }
}

/** Only policies for machines are listed, so this is a lower bound of what the vault has. */
function requireRoom(policies: readonly BackupPolicy[], vault: RecoveryServicesVault): void {
  if (policies.length >= MAX_POLICIES) {
    throw new AzbackupError({
      code: 'AZB_POLICY_LIMIT',
      kind: 'blocked',
      message: `${vault.name} has ${policies.length} policies; a vault holds ${MAX_POLICIES}`,
      target: vault.id,
      fix: [`delete one that is not used: azbackup policy list --vault ${vault.name}`],
      docs: 'https://learn.microsoft.com/azure/backup/backup-azure-backup-faq',
    });
  }
}
