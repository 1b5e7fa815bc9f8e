// Runs the catalogue over the facts of one VM and draws the conclusion. Pure: the same facts always give
// the same judgement.

import { CATALOGUE } from './catalogue.js';
import type { Check, Finding, Evaluation, CheckResult, Severity } from './check.js';
import type { PreflightFacts } from './facts.js';

/** What a user may override. */
export interface EvaluationOptions {
  /** Ids of checks whose outcome shall not count. */
  readonly ignore: readonly string[];
  /** Ids of the checks that matter; all when left out. */
  readonly only?: ReadonlySet<string>;
  /** Ids of checks that warn here where they would block elsewhere. */
  readonly advisory?: ReadonlySet<string>;
  /** Blocks also on what could not be read although Azure Backup looks at it itself. */
  readonly strict?: boolean;
}

/**
 * Judges one VM. Failed and undecided checks of severity `block` block, those of severity `warn` warn,
 * unless their id is ignored; an ignored finding is still reported. What could not be read warns where Azure Backup
 * looks itself, unless `strict`.
 */
export function evaluateChecks(
  facts: PreflightFacts,
  { ignore, only, advisory, strict = false }: EvaluationOptions,
): Evaluation {
  const checks = CATALOGUE.filter(({ id }) => only?.has(id) ?? true);
  const findings = checks
    .flatMap((check) =>
      check.evaluate(facts).map((result) => {
        const finding = findingOf(check, result, facts, ignore.includes(check.id));
        return !strict && isLeftToAzure(check, result) ? softened(finding) : finding;
      }),
    )
    .map((finding) => (advisory?.has(finding.checkId) === true ? softened(finding) : finding));
  return { verdict: conclusionOf(findings), findings };
}

/** True when a finding keeps a command from going on. */
export function isBlocking({ severity, ignored, status }: Finding): boolean {
  return severity === 'block' && !ignored && (status === 'fail' || status === 'unknown');
}

/**
 * True when the VM is blocked and giving the backup service access is all it takes. Access that could not be
 * read is not mended by a grant: it may be there already.
 */
export function grantWouldFix({ findings }: Evaluation): boolean {
  const blocking = findings.filter(isBlocking);
  return blocking.length > 0 && blocking.every(({ grantMends }) => grantMends === true);
}

/** Where the caller was kept from reading; not where Azure did not answer, which can be tried again. */
function isLeftToAzure({ serviceChecks }: Check, { unread }: CheckResult): boolean {
  return serviceChecks === true && unread !== undefined && unread !== 'unavailable';
}

function softened(finding: Finding): Finding {
  return finding.severity === 'block' ? { ...finding, severity: 'warn' } : finding;
}

function severityOf({ severity, unknownWarns }: Check, { status }: CheckResult): Severity {
  return unknownWarns !== undefined && status === 'unknown' ? 'warn' : severity;
}

function findingOf(
  check: Check,
  verdict: CheckResult,
  facts: PreflightFacts,
  ignored: boolean,
): Finding {
  return {
    checkId: check.id,
    status: verdict.status,
    severity: verdict.severity ?? severityOf(check, verdict),
    subject: verdict.subject ?? facts.vm.id,
    summary: verdict.summary,
    evidence: verdict.evidence ?? [],
    fix: verdict.fix ?? [],
    ...(verdict.docs === undefined ? {} : { docs: verdict.docs }),
    ...(verdict.grantMends === undefined ? {} : { grantMends: verdict.grantMends }),
    ignored,
  };
}

function conclusionOf(findings: readonly Finding[]): Evaluation['verdict'] {
  if (findings.some(isBlocking)) {
    return 'blocked';
  }
  const warns = findings.some(
    ({ severity, ignored, status }) =>
      severity === 'warn' && !ignored && (status === 'fail' || status === 'unknown'),
  );
  return warns ? 'warning' : 'ready';
}
