import { addSeconds, isBefore } from '../../../domain/time/instant.js';
import { ADE_RETIREMENT } from '../../../domain/retirement/deadline.js';
import type { BackupPolicy } from '../../../domain/backup-policy/policy.js';
import type { Check, CheckResult } from '../../check.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, skipWithoutAde } from '../../check-result.js';
import { withPolicy } from '../../vault-results.js';

/** Warns of points that outlive ADE; blocks once ADE has ended. */
export const adeNotPastRetirement: Check = {
  id: 'ade.not-past-retirement',
  title: 'Backups expire before ADE retires on 2028-09-15',
  severity: 'warn',
  source: 'Azure Disk Encryption retirement; troubleshoot encrypted VM backup',
  evaluate: (facts) => [skipWithoutAde(facts) ?? resultFor(facts)],
};

function resultFor(facts: PreflightFacts): CheckResult {
  return isBefore(facts.now, ADE_RETIREMENT)
    ? withPolicy(facts, (policy) => resultForPolicy(facts, policy))
    : fail(`${facts.vm.name} can't be backed up: ADE retired on ${ADE_RETIREMENT.slice(0, 10)}`, {
        severity: 'block',
        evidence: ['backups of VMs with ADE are blocked after retirement'],
        fix: MIGRATE,
        docs: DOCS.adeMigration,
      });
}

/** ADE disks keep a mark that bars them from other encryption, so there is no conversion in place. */
const MIGRATE = ['move the VM to encryption at host: copy its data to new disks'];

const DAY_SECONDS = 86_400;

function resultForPolicy({ now }: PreflightFacts, policy: BackupPolicy): CheckResult {
  const days = longestRetentionDays(policy);
  const lastExpiry = addSeconds(now, days * DAY_SECONDS);
  const evidence = [
    `${policy.name} keeps points up to ${days} days`,
    `a point taken today may be kept until ${lastExpiry.slice(0, 10)}`,
  ];
  return isBefore(lastExpiry, ADE_RETIREMENT)
    ? pass(`Points of ${policy.name} expire before ADE retires on 2028-09-15`, { evidence })
    : fail('Backups kept past 2028-09-15 may not be restorable: ADE retires then', {
        evidence,
        fix: MIGRATE,
        docs: DOCS.adeMigration,
      });
}

/** Longest kind of retention in days; months and years are taken at their longest. */
function longestRetentionDays({ retention }: BackupPolicy): number {
  const { daily, weekly, monthly, yearly } = retention;
  return Math.max(
    daily?.days ?? 0,
    (weekly?.weeks ?? 0) * 7,
    (monthly?.months ?? 0) * 31,
    (yearly?.years ?? 0) * 366,
  );
}
