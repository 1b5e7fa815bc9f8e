// The view of `azbackup sandbox verify`: operations that agree and differ, and in what.

import type { SandboxVerifyDocument, VerifiedOperation } from './result.js';
import { counted } from '../../../output/counts.js';
import { formatTable } from '../../../output/table.js';
import { wrapIndented } from '../../../output/text-width.js';
import type { View } from '../../../output/view.js';

const COLUMNS = [
  { header: 'operation', shortens: true },
  { header: 'exchanges' },
  { header: 'agree' },
  { header: 'differ' },
  { header: 'not compared' },
  { header: 'verdict' },
];

/** The table of operations, the differences, what could not be compared, and the assumptions it bears on. */
export function formatSandboxVerify(document: SandboxVerifyDocument, view: View): string[] {
  const { items, summary } = document;
  const rows = items.map((item) => [
    nameOf(item),
    String(item.exchanges),
    String(item.agree),
    String(item.differ),
    String(item.exchanges - item.agree - item.differ),
    item.verdict,
  ]);
  return [
    ...formatTable(COLUMNS, rows, view),
    ...items.flatMap((item) => formatDifferences(item, view)),
    ...formatNotCompared(items, view),
    ...formatAssumptions(document, view),
    '',
    `${counted(summary.exchanges, 'exchange')}: ${summary.agree} agree, ${summary.differ} differ, ` +
      `${summary.notCompared} not compared`,
  ];
}

function nameOf({ provider, operation }: VerifiedOperation): string {
  return operation === null ? '(no operation of the sandbox)' : `${provider} ${operation}`;
}

function formatDifferences(item: VerifiedOperation, view: View): string[] {
  if (item.differences.length === 0) {
    return [];
  }
  return [
    '',
    view.theme.heading(nameOf(item)),
    ...item.differences.flatMap(({ kind, at, recorded, sandbox, files }) => [
      wrapIndented(`${kind} ${at} (${filesOf(files)})`, view.width, 2),
      wrapIndented(`Azure: ${recorded}`, view.width, 4),
      wrapIndented(`sandbox: ${sandbox}`, view.width, 4),
    ]),
  ];
}

function filesOf(files: readonly string[]): string {
  const [first = '', ...more] = files;
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}

function formatNotCompared(items: readonly VerifiedOperation[], view: View): string[] {
  const lines = items.flatMap((item) =>
    item.notCompared.map(({ reason, files }) =>
      wrapIndented(`${nameOf(item)} (${filesOf(files)}): ${reason}`, view.width, 2),
    ),
  );
  return lines.length === 0 ? [] : ['', view.theme.heading('Not compared'), ...lines];
}

function formatAssumptions({ assumptions }: SandboxVerifyDocument, view: View): string[] {
  const lines = assumptions.map(({ id, note, verdict }) =>
    wrapIndented(`${verdict}: ${id}: ${note}`, view.width, 2),
  );
  return lines.length === 0
    ? []
    : ['', view.theme.heading('Assumptions of docs/sandbox.md that it bears on'), ...lines];
}
