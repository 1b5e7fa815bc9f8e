// When a grant cannot be made, and with which exit that ends.

import type { ExitKind } from '../../errors/exit-code.js';
import type { Finding } from '../../preflight/check.js';
import type { EvaluatedMachine } from '../evaluated-machines.js';

type KnownMachine = Extract<EvaluatedMachine, { readonly status: 'evaluated' }>;

/** Checks whose failure makes a grant impossible or pointless; others are for `enable` to judge. */
export const GRANT_CHECKS: readonly string[] = [
  'disk.encryption-recognised',
  'keyvault.found',
  'keyvault.unlocked',
  'access.principal-known',
  'access.caller-can-grant',
];

/** True when a grant for this machine cannot be made: its key vault, the principal, the right to grant. */
export function isRefused(machine: KnownMachine): boolean {
  return machine.evaluation.findings.some(
    (finding) => GRANT_CHECKS.includes(finding.checkId) && blocks(finding),
  );
}

/**
 * Not allowed where the caller lacks a right of its own (to grant, or to look whether it may);
 * blocked for everything else.
 */
export function refusalExit(machine: KnownMachine): ExitKind {
  const { principal, keyVaults } = machine.facts;
  const mayNotGrant = machine.evaluation.findings.some(
    (finding) =>
      finding.checkId === 'access.caller-can-grant' && finding.status === 'fail' && blocks(finding),
  );
  const mayNotLookUp = [principal, ...keyVaults.map((each) => each.callerPermissions)].some(
    (fact) => fact.status === 'unreadable' && fact.reason === 'forbidden',
  );
  return mayNotGrant || mayNotLookUp ? 'not-allowed' : 'blocked';
}

function blocks(finding: Finding): boolean {
  const settled = finding.status === 'pass' || finding.status === 'skip';
  return finding.severity === 'block' && !finding.ignored && !settled;
}
