// A result of `azbackup report diff` with every kind of change: for the page of documents.

import type { ReportDiffDocument } from '../../../../src/commands/report/diff.result.js';
import { gateVm } from '../gate/samples.js';

const KEY = 'https://kv-prod.vault.azure.net/secrets/bek/c2a3';

export const REPORT_DIFF_SAMPLE: ReportDiffDocument = {
  kind: 'report-diff',
  schemaVersion: 1,
  old: {
    file: 'monday.json',
    time: '2026-11-23T18:00:00Z',
    complete: true,
    headline: '1 of 3 VMs is backed up with usable keys, 2 are not.',
  },
  new: {
    file: 'today.json',
    time: '2026-11-24T18:00:00Z',
    complete: true,
    headline: '2 of 3 VMs are backed up with usable keys, 1 is not.',
  },
  items: [
    {
      vm: gateVm('VM005'),
      outcome: 'worse',
      changes: [{ what: 'missed-days', before: '0', after: '1', direction: 'worse' }],
    },
    {
      vm: gateVm('VM014'),
      outcome: 'better',
      changes: [
        { what: 'safety', before: 'not-safe', after: 'safe', direction: 'better' },
        { what: 'keys', before: 'gone', after: 'usable', direction: 'better' },
      ],
    },
    { vm: gateVm('VM016'), outcome: 'only-in-old', changes: [] },
  ],
  keys: [
    {
      outcome: 'may-go',
      url: KEY,
      object: 'secret',
      before: { outcome: 'from', deleteFrom: '2026-11-24' },
      after: { outcome: 'from', deleteFrom: '2026-11-24' },
    },
  ],
  summary: {
    total: 4,
    unchanged: 1,
    outcomes: { worse: 1, better: 1, 'only-in-old': 1 },
    keys: { 'may-go': 1 },
  },
};
