// `azbackup metrics` for people: the metrics themselves, or where they are.

import { backupMetrics } from '../../domain/metrics/backup-metrics.js';
import { exposition } from '../../domain/metrics/exposition.js';
import { countLabels, counted } from '../../output/counts.js';
import type { MetricsDocument } from './result.js';

const WORDS = { read: 'read', 'partly-read': 'partly read', failed: 'failed' };

/** The lines of Prometheus' text format; where a file has them, what was written. */
export function formatMetrics(document: MetricsDocument): string[] {
  const { time, complete, file, items } = document;
  if (file !== null) {
    const vms = countLabels(items.map(({ outcome }) => WORDS[outcome]));
    return [`Wrote the metrics of ${counted(items.length, 'VM')} to ${file}: ${vms}.`];
  }
  const machines = items.map((item) => ({ ...item, complete: item.outcome === 'read' }));
  return exposition(backupMetrics({ time, complete, machines })).trimEnd().split('\n');
}
