// The policy with which a stopped item goes on, the one named, else the one that it still has, and what its
// recovery points lose under it.

import type { BackupPolicy } from '../../domain/backup-policy/policy.js';
import { valueOf } from '../../domain/fact.js';
import type { RetentionLoss } from '../../domain/recovery/retention-loss.js';
import { instantOf } from '../../domain/time/instant.js';
import { readRetentionLoss } from '../../facts/retention-loss.js';
import { sameName, type ResourceId } from '../../domain/resource-id.js';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import type { CommandContext } from '../context.js';
import type { FactReader } from '../../facts/fact-reader.js';
import type { ItemFacts } from './facts.js';
import { nearNames } from '../../facts/choose-machines.js';
import { requireFact } from '../../errors/require-fact.js';

/** What is asked for. */
export interface ResumeRequest {
  /** The policy that `--policy` names. */
  readonly policy: string | undefined;
  /** What is to be typed again with a policy, such as `azbackup resume`. */
  readonly command: string;
}

/** The policy of an item that goes on. */
export interface ResumedPolicy {
  readonly id: ResourceId;
  readonly name: string;
  /** What the recovery points lose under it; absent where they lose nothing. */
  readonly loss?: RetentionLoss;
}

/**
 * The policy and the loss.
 * @throws AzbackupError `AZB_POLICY_NEEDED` (2), `AZB_POLICY_NOT_FOUND` (3), or what kept it from being read
 */
export async function resumePolicy(
  context: CommandContext,
  reader: FactReader,
  facts: ItemFacts,
  request: ResumeRequest,
): Promise<ResumedPolicy> {
  const policy = await policyToResume(context, reader, facts, request);
  const { vault, vmId, item } = facts;
  const before =
    item.policyName === undefined
      ? undefined
      : valueOf(await reader.policy(vault.id, item.policyName));
  const place = { vaultId: vault.id, vmId };
  const now = instantOf(context.clock.now());
  const loss = await readRetentionLoss(reader, place, { before, after: policy }, now);
  return { id: policy.id, name: policy.name, ...(loss === undefined ? {} : { loss }) };
}

/** Stopping takes the policy from the item, so Azure does not know the former one any more. */
async function policyToResume(
  context: CommandContext,
  reader: FactReader,
  facts: ItemFacts,
  { policy: requested, command }: ResumeRequest,
): Promise<BackupPolicy> {
  const { vault, item } = facts;
  const name = requested ?? item.policyName;
  const found = name === undefined ? undefined : await reader.policy(vault.id, name);
  const policy =
    found === undefined
      ? undefined
      : requireFact(found, `the policy ${name ?? ''} of ${vault.name}`, { target: vault.id });
  if (policy !== undefined) {
    return policy;
  }
  const policies = await (await context.services.backup()).policies(vault.id);
  const names = policies.map((each) => each.name);
  throw name === undefined
    ? policyNeeded(facts, names, command)
    : policyNotFound(facts, name, names, command);
}

function policyNeeded(
  { vault, item }: ItemFacts,
  names: readonly string[],
  command: string,
): AzbackupError {
  const vm = item.friendlyName;
  return usageError(
    'AZB_POLICY_NEEDED',
    `${vm} no longer has a policy: specify the policy to resume with`,
    {
      target: vm,
      causes: [
        'stopping backups removes the policy, and Azure does not keep its name',
        `policies of ${vault.name}: ${names.join(', ')}`,
      ],
      fix: names.slice(0, 1).map((name) => `${command} --vm ${vm} --policy ${name}`),
    },
  );
}

function policyNotFound(
  { vault, item }: ItemFacts,
  name: string,
  names: readonly string[],
  command: string,
): AzbackupError {
  const near = nearNames(name, names);
  const [candidate] = near.length > 0 ? near : names.filter((each) => !sameName(each, name));
  return new AzbackupError({
    code: 'AZB_POLICY_NOT_FOUND',
    kind: 'not-found',
    message: `no backup policy named ${name} in ${vault.name}`,
    target: name,
    causes: [`policies of ${vault.name}: ${names.join(', ')}`],
    fix:
      candidate === undefined ? [] : [`${command} --vm ${item.friendlyName} --policy ${candidate}`],
  });
}
