// A recorded run of three machines: one is done, one has failed, one was not begun.

import { formatLine, type RunEvent } from '../../src/steps/runs/run-lines.js';
import type { StateFiles } from '../../src/steps/intents/journal.js';
import { memoryFiles } from './run-cli.js';

/** The run's id. */
export const RUN_ID = 'enable-20260820-020000-1a2b';

const GROUP = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-prod';
const STARTED = '2026-08-20T02:00:00Z';

function idOf(name: string): string {
  return `${GROUP}/providers/Microsoft.Compute/virtualMachines/${name}`;
}

function ended(name: string, outcome: string, exit: 'done' | 'azure-failed'): RunEvent {
  const nothing = { jobId: null, operationId: null, code: null };
  return { type: 'ended', vm: idOf(name), outcome, exit, time: STARTED, ...nothing };
}

/** The folder with the run in it; with `finished` nothing is left of it. */
export function filesWithRun(finished = false, sandbox: string | null = null): StateFiles {
  const files = memoryFiles();
  const vms = finished ? ['VM003'] : ['VM003', 'VM001', 'VM004'];
  const lines = [
    formatLine({
      type: 'run',
      version: 1,
      id: RUN_ID,
      command: 'enable',
      options: {},
      cloud: 'AzureCloud',
      sandbox,
      started: STARTED,
      machines: vms.length,
    }),
    ...vms.map((name) => formatLine({ type: 'planned', vm: idOf(name), steps: ['protect'] })),
    formatLine(ended('VM003', 'enabled', 'done')),
    ...(finished ? [] : [formatLine(ended('VM001', 'failed', 'azure-failed'))]),
  ];
  files.append(`${RUN_ID}.jsonl`, lines.join(''), false);
  return files;
}
