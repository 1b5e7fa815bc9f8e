// What a check is. A check is a pure function from facts to verdicts; how they are shown is not its affair.

import type { CheckId } from './check-ids.js';
import type { Fact } from '../domain/fact.js';
import type { PreflightFacts } from './facts.js';

/** What a failing check does to the command. */
export type Severity = 'block' | 'warn' | 'info';

/** How a check ended. `unknown` means that the facts could not be read; it counts as its severity. */
export type CheckStatus = 'pass' | 'fail' | 'unknown' | 'skip';

/** One verdict of a check on one subject. */
export interface CheckResult {
  readonly status: CheckStatus;
  /** The resource it is about; the VM when left out. */
  readonly subject?: string;
  /** One sentence without a full stop, naming the thing; for `skip` the reason. */
  readonly summary: string;
  /** What was looked at and found, one idea a line. */
  readonly evidence?: readonly string[];
  /** Commands (or actions, where no command exists) that settle it, best first. */
  readonly fix?: readonly string[];
  /** Address of the documentation. */
  readonly docs?: string;
  /**
   * Why what it needs could not be read, or that nobody but Azure can tell, as with the condition of a role assignment;
   * left out where it is unknown for another reason.
   */
  readonly unread?: Extract<Fact<unknown>, { status: 'unreadable' }>['reason'] | 'undecidable';
  /** Where this one verdict weighs more or less than its check. */
  readonly severity?: Severity;
  /** True where giving the backup service access settles it. */
  readonly grantMends?: boolean;
}

/** One rule of the catalogue. */
export interface Check {
  readonly id: CheckId;
  readonly title: string;
  readonly severity: Severity;
  /**
   * Set where Azure Backup looks itself when it protects or backs up a machine, and says within a minute what is wrong.
   * Its documented operators (Backup Operator, Virtual Machine Contributor) may not read these facts, so what they
   * cannot read warns; what is known to be wrong still blocks.
   */
  readonly serviceChecks?: true;
  /** Why what it does not know only warns, whoever asks and however strictly; one clause. */
  readonly unknownWarns?: string;
  /** The page or reference that the rule comes from. */
  readonly source: string;
  /** One verdict for each subject; at least one. */
  evaluate(facts: PreflightFacts): readonly CheckResult[];
}

/** A verdict with its check's name and weight: what reports carry. */
export interface Finding {
  readonly checkId: CheckId;
  readonly status: CheckStatus;
  readonly severity: Severity;
  readonly subject: string;
  readonly summary: string;
  readonly evidence: readonly string[];
  readonly fix: readonly string[];
  readonly docs?: string;
  readonly grantMends?: boolean;
  /** True when the user overrode this check by its id. */
  readonly ignored: boolean;
}

/** The judgement of all checks on one VM. */
export interface Evaluation {
  readonly verdict: 'ready' | 'warning' | 'blocked';
  readonly findings: readonly Finding[];
}
