// The result of a gate as Markdown, short enough for the summary of a job.

import type { GateDemand, GateDocument } from '../result.js';
import { needsAttention, OUTCOME_WORDS, outcomeCounts } from '../words.js';
import { plainMarkdown as plain } from '../../results/reports/markdown-text.js';
import { reasonOf } from './demand-reason.js';

/** So many rows a person reads; a summary of GitHub's takes a megabyte. */
const MAX_ROWS = 50;

const VERDICTS: Readonly<Record<GateDocument['verdict'], string>> = {
  met: 'met',
  'not-met': 'not met',
  unknown: 'could not be checked fully',
};

/** The text of the file. */
export function formatMarkdown(document: GateDocument): string {
  const { items, summary, verdict, file } = document;
  const rows = items
    .flatMap(({ vm, results }) => results.map((demand) => ({ vm, demand })))
    .filter(({ demand }) => needsAttention(demand))
    .toSorted((left, right) => rankOf(left.demand) - rankOf(right.demand));
  const lines = [
    `## Backup gate: ${VERDICTS[verdict]}`,
    '',
    `${plain(file)}, ${summary.total} ${summary.total === 1 ? 'VM' : 'VMs'}: ${outcomeCounts(document)}.`,
    ...tableOf(rows),
    ...(rows.length > MAX_ROWS ? ['', `And ${rows.length - MAX_ROWS} more.`] : []),
    ...expiredWaivers(document),
  ];
  return `${lines.join('\n')}\n`;
}

function rankOf({ outcome, known }: GateDemand): number {
  return (outcome === 'not-met' ? 0 : 2) + (known ? 1 : 0);
}

function tableOf(
  rows: readonly { readonly vm: { readonly name: string }; readonly demand: GateDemand }[],
): string[] {
  if (rows.length === 0) {
    return [];
  }
  const cells = rows
    .slice(0, MAX_ROWS)
    .map(({ vm, demand }) => [
      plain(vm.name),
      demand.rule,
      `${OUTCOME_WORDS[demand.outcome]}${demand.known ? ', known' : ''}`,
      plain(reasonOf(demand)),
    ]);
  return [
    '',
    '| VM | Rule | State | Reason |',
    '| --- | --- | --- | --- |',
    ...cells.map((row) => `| ${row.join(' | ')} |`),
  ];
}

function expiredWaivers({ waivers }: GateDocument): string[] {
  const expired = waivers.filter(({ state }) => state === 'expired');
  return expired.length === 0
    ? []
    : [
        '',
        ...expired.map(
          ({ rule, scope, expires, line }) =>
            `- The waiver of ${rule} for ${plain(scope)}, line ${line}, expired on ${expires.slice(0, 10)}.`,
        ),
      ];
}
