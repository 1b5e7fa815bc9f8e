// What a policy does about the deadline, and the change of it that helps.

import { formatKeep } from '../../domain/backup-policy/keep.js';
import {
  termsOf,
  type BackupPolicy,
  type PolicyRetention,
} from '../../domain/backup-policy/policy.js';
import { commandLine } from '../../domain/command-line.js';
import {
  firstHorizon,
  policyHorizon,
  shorterRetention,
  type RuleHorizon,
  type ShorterRetention,
} from '../../domain/retirement/policy-horizon.js';
import type { Instant } from '../../domain/time/instant.js';
import type { RecoveryServicesVault } from '../../domain/vaults/recovery-services.js';
import { resourceDocument } from '../results/machines.js';
import type { RetirementPointsPolicy } from './points.result.js';

/** A policy in its vault. */
export interface PolicyInVault {
  readonly policy: BackupPolicy;
  readonly zone: string | undefined;
  readonly vault: RecoveryServicesVault;
}

/** A policy with what can be done about it. */
export interface JudgedPolicy {
  readonly document: Omit<RetirementPointsPolicy, 'machines'>;
  /** The retention that the advice leads to; undefined where there is none. */
  readonly shorter: PolicyRetention | undefined;
}

/** Judges a policy against a deadline. */
export function judgePolicy(
  { policy, zone, vault }: PolicyInVault,
  deadline: Instant,
  now: Instant,
): JudgedPolicy {
  const question = { terms: termsOf(policy), zone, deadline };
  const horizons = policyHorizon(question);
  const first = firstHorizon(horizons ?? []);
  const advice = shorterRetention(question, now);
  const shorter = typeof advice === 'string' ? undefined : advice;
  const locked = keepsRetention(vault);
  return {
    document: {
      policy: resourceDocument(policy.id, policy.name),
      vault: resourceDocument(vault.id, vault.name),
      verdict: typeof advice === 'string' ? advice : locked ? 'immutable' : 'shorten',
      from: first === undefined ? null : { ...first },
      rules: (horizons ?? []).map((each) => ({ ...each })),
      change:
        shorter === undefined || locked
          ? null
          : {
              command: updateCommand(policy, vault, shorter),
              until: horizonDocument(shorter.until),
            },
    },
    shorter: locked ? undefined : shorter?.retention,
  };
}

function horizonDocument(horizon: RuleHorizon | undefined): RuleHorizon | null {
  return horizon === undefined ? null : { ...horizon };
}

/** An immutable vault refuses a shorter retention, whether it is locked or not ("Immutable vault for Azure Backup"). */
export function keepsRetention({ immutability }: RecoveryServicesVault): boolean {
  return /^(?:un)?locked$/iu.test(immutability ?? '');
}

function updateCommand(
  policy: BackupPolicy,
  vault: RecoveryServicesVault,
  { retention, removed }: ShorterRetention,
): string {
  const keep = [formatKeep(retention), ...removed.map((rule) => `${rule}=none`)].join(',');
  const where = ['--vault', vault.name];
  return commandLine('azbackup', 'policy', 'update', policy.name, ...where, '--keep', keep);
}
