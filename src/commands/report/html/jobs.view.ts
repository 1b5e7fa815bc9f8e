// The section on jobs that failed: each cause once, with its VMs and what fixes it.

import { formatInstant } from '../../../output/instants.js';
import { counted } from '../../../output/counts.js';
import { operationNoun } from '../../../output/job-words.js';
import { labelWithGroup } from '../../../output/machine-labels.js';
import type { JobItem } from '../../jobs/result.js';
import type { ReportDocument } from '../result.js';
import { markup, type Content } from './markup.js';
import {
  countedFigure,
  fold,
  OPEN_ROWS,
  sentences,
  steps,
  table,
  type Section,
} from './pieces.view.js';

/** The section. */
export function jobsSection({ jobs, calendar }: ReportDocument): Section {
  const causes = causesOf(jobs.items);
  return {
    id: 'jobs',
    title: 'Jobs that failed',
    body: [
      markup`<p>${countedFigure('jobs.items.length', jobs.items.length, 'failed job')} from ${calendar.from} to ${calendar.to}.</p>
`,
      ...causes.map((cause) => causeOf(cause)),
      jobs.failed.length === 0
        ? null
        : sentences(
            counted(jobs.failed.length, 'vault'),
            jobs.failed.map(
              ({ vault, error }) => `The jobs of ${vault.name} could not be read: ${error.message}`,
            ),
          ),
    ],
  };
}

interface Cause {
  readonly code: string;
  readonly items: JobItem[];
}

/** Those of most jobs first. */
function causesOf(items: readonly JobItem[]): readonly Cause[] {
  const causes = new Map<string, JobItem[]>();
  for (const item of items) {
    const code = item.error?.azureCode ?? item.error?.code ?? item.status;
    causes.set(code, [...(causes.get(code) ?? []), item]);
  }
  return [...causes]
    .map(([code, each]) => ({ code, items: each }))
    .toSorted((left, right) => right.items.length - left.items.length);
}

function causeOf({ code, items }: Cause): Content {
  const [newest] = items;
  const machines = machinesOf(items);
  const words = (newest?.error?.causes ?? []).filter(
    (cause) => !cause.includes(newest?.jobId ?? ''),
  );
  const lead =
    machines.length > 1
      ? markup`<p>Fix, here for ${machines[0]?.name ?? ''}:</p>
`
      : null;
  const fixes = newest?.error?.fix ?? [];
  return markup`<article><h3>${code}</h3>${words.map(
    (each) => markup`<p>${each}</p>
`,
  )}${fixes.length === 0 ? null : [lead, steps(fixes)]}${fold(
    `${counted(items.length, 'job')} of ${counted(machines.length, 'VM')}`,
    table(
      `VMs whose jobs failed with ${code}`,
      [
        { header: 'VM' },
        { header: 'Operation' },
        { header: 'Vault' },
        { header: 'Jobs', isNumber: true },
        { header: 'First (UTC)' },
        { header: 'Last (UTC)' },
      ],
      machines.map(({ name, jobs }) => [
        name,
        [...new Set(jobs.map(({ operation }) => operationNoun(operation)))].join(', '),
        [...new Set(jobs.map(({ vault }) => vault.name))].join(', '),
        jobs.length,
        timeOf(jobs.at(-1)),
        timeOf(jobs[0]),
      ]),
    ),
    machines.length <= OPEN_ROWS,
  )}</article>
`;
}

function timeOf(job: JobItem | undefined): string {
  return job === undefined ? '-' : formatInstant(job.startTime, { terminal: true }).slice(0, 16);
}

interface Machine {
  readonly name: string;
  readonly jobs: JobItem[];
}

/** By VM; the id of one that a vault has no item of is not known. */
function machinesOf(items: readonly JobItem[]): readonly Machine[] {
  const machines = new Map<string, Machine>();
  for (const item of items) {
    const { id, name, resourceGroup, sharedName } = item.vm;
    const key = (id ?? `${resourceGroup ?? ''}/${name}`).toLowerCase();
    const machine = machines.get(key) ?? {
      name: sharedName ? labelWithGroup(name, resourceGroup) : name,
      jobs: [],
    };
    machine.jobs.push(item);
    machines.set(key, machine);
  }
  return [...machines.values()];
}
