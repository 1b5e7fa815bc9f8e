// docs/checks.md: every check of preflight, from the catalogue.

import { CATALOGUE } from '../../src/preflight/catalogue.js';
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
};

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
