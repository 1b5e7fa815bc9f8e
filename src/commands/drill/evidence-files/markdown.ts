// Evidence of a drill for an auditor to read: what was tried, what came of it, and what became of all that was made.

import { formatDuration } from '../../../domain/time/duration.js';
import { nameOf } from '../../../domain/resource-id.js';
import { plainMarkdown as plain } from '../../results/reports/markdown-text.js';
import type { Drill, DrillResource } from '../evidence.js';
import type { DrillEvidence } from './schema.js';

/** The text of the file. */
export function drillMarkdown({
  drill,
  tool,
  sandbox,
  correlationId,
  hash,
}: DrillEvidence): string {
  const { vm, outcome, cleanup, reasons, cleanupReasons, checks, phases, resources } = drill;
  const lines = [
    `# Restore drill of ${plain(vm.name)}: ${outcome}, clean-up ${CLEANUPS[cleanup]}`,
    '',
    ...(sandbox ? ['**In the sandbox: this proves nothing of a backup in Azure.**', ''] : []),
    ...table(['What', 'Value'], factsOf(drill)),
    ...listed('Why it did not pass', reasons),
    ...listed('Notes', drill.notes),
    ...titled(
      'Checks',
      ['Check', 'Result', 'Observed'],
      checks.map(({ check, outcome: how, observed }) => [check, how, plain(observed)]),
    ),
    ...titled(
      'Phases',
      ['Phase', 'Started', 'Ended', 'Seconds'],
      phases.map(({ name, started, ended, seconds }) => [
        name,
        plain(started),
        plain(ended),
        String(seconds),
      ]),
    ),
    ...titled(
      'Created and deleted',
      ['Resource', 'Name', 'Created', 'State', 'Since'],
      resources.map((resource) => rowOf(resource)),
    ),
    ...listed('What the clean-up could not do', cleanupReasons),
    '',
    `Written by ${tool.name} ${plain(tool.version)}. Correlation id in Azure's activity log: ${plain(correlationId)}. Hash of ${plain(drill.id)}.json: ${plain(hash)}.`,
  ];
  return `${lines.join('\n')}\n`;
}

const CLEANUPS = {
  clean: 'clean',
  leftovers: 'left something',
  kept: 'not started',
  none: 'not needed',
  pending: 'not ended',
} as const satisfies Record<Drill['cleanup'], string>;

function factsOf(drill: Drill): readonly (readonly [string, string])[] {
  const { id, vm, vault, recoveryPoint, resourceGroup, location, jobId, seed, caller } = drill;
  const point =
    recoveryPoint === null
      ? 'none'
      : `${recoveryPoint.name} of ${recoveryPoint.time}, ${recoveryPoint.tier} tier, ${recoveryPoint.consistency}: ${recoveryPoint.reason}`;
  const rows: readonly (readonly [string, string | null])[] = [
    ['Drill', id],
    ['VM', vm.id],
    ['Vault', vault.id],
    ['Recovery point', point],
    ['Started', drill.started],
    ['Ended', drill.ended ?? 'it has not ended'],
    ['Result', drill.outcome],
    ['Clean-up', CLEANUPS[drill.cleanup]],
    ['RTO, from the request of the restore to the last check of the start', measured(drill.rto)],
    ['RPO, from the recovery point to the start of the drill', measured(drill.rpo)],
    ['Resource group of the drill', `${resourceGroup} in ${location}`],
    ['Restore job', jobId],
    ['Seed of the random choice', seed],
    ['Run by (object id)', caller ?? 'not known'],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, plain(value)] as const]));
}

function measured({ seconds, limitSeconds }: Drill['rto']): string {
  const limit =
    limitSeconds === null ? 'no limit was set' : `limit ${formatDuration(limitSeconds)}`;
  return `${seconds === null ? 'not measured' : formatDuration(seconds)}, ${limit}`;
}

function rowOf({ kind, id, made, state, time, reason, goneBy }: DrillResource): readonly string[] {
  const until = goneBy === null ? '' : `, gone by ${goneBy}`;
  const why = reason === null ? '' : `: ${reason}`;
  return [
    kind.replaceAll('-', ' '),
    plain(nameOf(id)),
    plain(made ?? '-'),
    plain(`${state.replaceAll('-', ' ')}${until}${why}`),
    plain(time),
  ];
}

function titled(
  title: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  return rows.length === 0 ? [] : ['', `## ${title}`, '', ...table(header, rows)];
}

function listed(title: string, sentences: readonly string[]): string[] {
  return sentences.length === 0
    ? []
    : ['', `## ${title}`, '', ...sentences.map((sentence) => `- ${plain(sentence)}.`)];
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [
    `| ${header.join(' | ')} |`,
    `| ${header.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ];
}
