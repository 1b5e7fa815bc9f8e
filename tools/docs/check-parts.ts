// docs/checks.md: every check of preflight, from the catalogue.

import { CATALOGUE } from '../../src/preflight/catalogue.js';
import { GRANT_CHECKS } from '../../src/commands/grant-access/refusal.js';
import { ADVISORY_BACKUP_CHECKS, BACKUP_CHECKS } from '../../src/preflight/backup-checks.js';
import type { Check, Severity } from '../../src/preflight/check.js';
import type { Parts } from './generated-parts.js';
import { code, paragraphs, table } from './markdown.js';

/** What the first word of a check's id is about. */
const SUBJECTS: Readonly<Record<string, string>> = {
  vm: 'The virtual machine',
  disk: 'Disk encryption',
  ade: 'Azure Disk Encryption',
  keyvault: 'Key vaults',
  access: 'Access of the Backup Management Service',
  vault: 'The Recovery Services vault',
  policy: 'The backup policy',
};

const WEIGHTS: Readonly<Record<Severity, string>> = {
  block: 'blocks',
  warn: 'warns',
  info: 'informs',
};

/** The generated parts of the page. */
export const checkParts: Parts = {
  checks: () =>
    paragraphs(
      ...[...new Set(CATALOGUE.map(({ id }) => subjectOf(id)))].map((subject) => section(subject)),
    ),
  'unknown-checks': unknownTable,
};

/** Checks whose facts a restore reads itself, and what it does without them. */
const IN_RESTORE: ReadonlyMap<string, string> = new Map([
  ['keyvault.found', 'ends with 4 or 10'],
  ['ade.secret-current', 'ends with 4 or 10'],
  ['ade.key-current', 'ends with 4 or 10'],
  ['vault.found', 'ends with 4 or 10'],
  ['vault.unlocked', 'warns'],
]);

/** Who can know what a check asks. */
function knowers({ serviceChecks, unknownWarns, id }: Check): string {
  if (unknownWarns !== undefined) {
    return 'you; Azure refuses where it holds';
  }
  if (serviceChecks !== true) {
    return 'you';
  }
  return id.startsWith('access.')
    ? 'you, but for groups in access policies and for conditions; Azure Backup'
    : 'you, with rights and from an allowed network; Azure Backup';
}

function unknownInBackup(check: Check): string {
  if (!BACKUP_CHECKS.has(check.id)) {
    return '-';
  }
  return ADVISORY_BACKUP_CHECKS.has(check.id) ? 'warns' : unknownWeight(check);
}

function unknownInGrant({ id, severity, unknownWarns }: Check): string {
  if (!GRANT_CHECKS.includes(id)) {
    return '-';
  }
  return unknownWarns === undefined ? WEIGHTS[severity] : 'warns';
}

function unknownWeight({ serviceChecks, severity, unknownWarns }: Check): string {
  return unknownWarns !== undefined || serviceChecks === true ? 'warns' : WEIGHTS[severity];
}

/** What unknown does, in every command that looks. */
function unknownTable(): string {
  return table(
    [
      'check',
      'who can know it',
      '`preflight`, `enable`',
      '`backup-now`',
      '`grant-access`',
      '`restore`',
    ],
    CATALOGUE.map((check) => [
      code(check.id),
      knowers(check),
      unknownWeight(check),
      unknownInBackup(check),
      unknownInGrant(check),
      IN_RESTORE.get(check.id) ?? '-',
    ]),
  );
}

/** What a check does whose facts the caller may not read, which is also who else can know them. */
function unknownWords({ serviceChecks, severity, unknownWarns }: Check): string {
  if (unknownWarns !== undefined) {
    return `warns: ${unknownWarns}`;
  }
  return serviceChecks === true ? 'warns: Azure Backup checks it' : WEIGHTS[severity];
}

function subjectOf(id: string): string {
  return id.slice(0, id.indexOf('.'));
}

function section(subject: string): string {
  const heading = SUBJECTS[subject];
  if (heading === undefined) {
    throw new Error(`no heading for the checks of ${subject}`);
  }
  return paragraphs(
    `## ${heading}`,
    table(
      ['id', 'check', 'when not', 'unknown', 'source of the rule'],
      CATALOGUE.filter(({ id }) => subjectOf(id) === subject).map((check) => [
        code(check.id),
        check.title,
        WEIGHTS[check.severity],
        unknownWords(check),
        check.source,
      ]),
    ),
  );
}
