// Drills as their run gives them: for the pages, and for the tests of evidence and reports.

import type { DrillCleanDocument } from '../../../../src/commands/drill/clean/result.js';
import type { DrillShowDocument } from '../../../../src/commands/drill/records/result.js';
import type { DrillReportDocument } from '../../../../src/commands/drill/report/result.js';
import type { DrillRunDocument } from '../../../../src/commands/drill/run/result.js';
import type { Drill } from '../../../../src/commands/drill/evidence.js';
import { evidenceHash } from '../../../../src/commands/drill/evidence-files/hash.js';
import { evidenceOf } from '../../../../src/commands/drill/evidence-files/write-evidence.js';
import type { DrillEvidence } from '../../../../src/commands/drill/evidence-files/schema.js';

const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000001';

/** The VM of a name. */
export function drilledVm(name: string): Drill['vm'] {
  const group = `${SUBSCRIPTION}/resourceGroups/rg-prod`;
  return { id: `${group}/providers/Microsoft.Compute/virtualMachines/${name}`, name };
}

const ID = '20261123-3f2a9c41';
const GROUP = `${SUBSCRIPTION}/resourceGroups/azbackup-drill-${ID}`;

/** A drill that passed and left nothing, changed in parts. */
export function aDrill(more: Partial<Drill> = {}): Drill {
  return {
    id: ID,
    vm: drilledVm('VM005'),
    vault: {
      id: `${SUBSCRIPTION}/resourceGroups/rg-prod/providers/Microsoft.RecoveryServices/vaults/rsv-prod`,
      name: 'rsv-prod',
    },
    outcome: 'passed',
    reasons: [],
    cleanup: 'clean',
    cleanupReasons: [],
    recoveryPoint: {
      name: '47512871934157',
      time: '2026-11-22T18:00:08Z',
      tier: 'snapshot',
      consistency: 'application-consistent',
      threat: 'unknown',
      reason: 'the newest',
    },
    resourceGroup: GROUP,
    location: 'japaneast',
    expires: '2026-11-24T18:30:00Z',
    creates: [],
    jobId: '4e2d0c3e-7a51-4c55-9f0e-2b8f6a1d7c10',
    phases: [
      {
        name: 'prepare',
        started: '2026-11-23T18:00:00Z',
        ended: '2026-11-23T18:00:20Z',
        seconds: 20,
      },
      {
        name: 'restore',
        started: '2026-11-23T18:00:20Z',
        ended: '2026-11-23T18:21:20Z',
        seconds: 1260,
      },
      {
        name: 'check',
        started: '2026-11-23T18:21:20Z',
        ended: '2026-11-23T18:21:50Z',
        seconds: 30,
      },
      {
        name: 'clean',
        started: '2026-11-23T18:21:50Z',
        ended: '2026-11-23T18:24:50Z',
        seconds: 180,
      },
    ],
    checks: [
      { check: 'boots', outcome: 'passed', observed: 'VM running, and its agent reports' },
      { check: 'encryption', outcome: 'passed', observed: 'all disks are encrypted' },
    ],
    rto: { seconds: 1290, limitSeconds: 14_400 },
    rpo: { seconds: 86_392, limitSeconds: 93_600 },
    notes: [],
    resources: [
      {
        kind: 'resource-group',
        id: GROUP,
        state: 'deleted',
        made: '2026-11-23T18:00:05Z',
        time: '2026-11-23T18:24:50Z',
        reason: null,
        goneBy: null,
      },
    ],
    seed: null,
    caller: '11111111-2222-3333-4444-555555555555',
    started: '2026-11-23T18:00:00Z',
    ended: '2026-11-23T18:24:50Z',
    error: null,
    next: [],
    ...more,
  };
}

/** The evidence of a drill. */
export function evidenceFor(drill: Drill): DrillEvidence {
  const installation = {
    version: '0.1.0',
    node: '20.19.0',
    platform: 'linux x64',
    build: () => Promise.resolve(''),
  };
  return evidenceOf({ installation, correlationId: 'c0ffee00-0000-4000-8000-000000000001' }, drill);
}

/** The same of a drill in the sandbox. */
export function sandboxEvidence(drill: Drill): DrillEvidence {
  const { hash: _, ...statement } = evidenceFor(drill);
  const ofSandbox = { ...statement, sandbox: true };
  return { ...ofSandbox, hash: evidenceHash(ofSandbox) };
}

const FAILED = aDrill({
  id: '20261122-1b7d02aa',
  outcome: 'failed',
  reasons: ['boots: the VM is stopped'],
  checks: [{ check: 'boots', outcome: 'failed', observed: 'the VM is stopped' }],
  cleanup: 'leftovers',
  cleanupReasons: ['resource group azbackup-drill-20261122-1b7d02aa is left: it is locked'],
  next: ['azbackup drill clean 20261122-1b7d02aa'],
});

/** Results of `azbackup drill run`, `show`, `clean` and `report`. */
export const DRILL_RUN: DrillRunDocument = {
  kind: 'drill-run',
  schemaVersion: 1,
  dryRun: false,
  evidence: 'evidence',
  items: [aDrill(), FAILED],
  summary: {
    total: 2,
    outcomes: { passed: 1, failed: 1 },
    cleanups: { clean: 1, leftovers: 1 },
  },
};

export const DRILL_SHOW: DrillShowDocument = {
  kind: 'drill-show',
  schemaVersion: 1,
  items: [aDrill()],
  summary: { total: 1, outcomes: { passed: 1 } },
};

export const DRILL_CLEAN: DrillCleanDocument = {
  kind: 'drill-clean',
  schemaVersion: 1,
  dryRun: false,
  items: [
    {
      id: ID,
      outcome: 'clean',
      reasons: [],
      resourceGroup: GROUP,
      vm: 'VM005',
      expires: '2026-11-24T18:30:00Z',
      resources: aDrill().resources,
      error: null,
      next: [],
    },
  ],
  summary: { total: 1, outcomes: { clean: 1 } },
};

export const DRILL_REPORT: DrillReportDocument = {
  kind: 'drill-report',
  schemaVersion: 1,
  from: 'evidence',
  items: [
    {
      vm: drilledVm('VM005'),
      outcome: 'failed',
      drills: 2,
      lastPassed: '2026-11-23T18:00:00Z',
      newest: {
        id: FAILED.id,
        started: FAILED.started,
        cleanup: FAILED.cleanup,
        recoveryPointTime: '2026-11-22T18:00:08Z',
        rto: FAILED.rto,
        rpo: FAILED.rpo,
        reasons: FAILED.reasons,
      },
    },
  ],
  rto: { count: 2, min: 1290, median: 1290, p95: 1290, max: 1290 },
  causes: [{ cause: 'boots', failed: 1, inconclusive: 0, vms: [drilledVm('VM005')] }],
  leftovers: [
    {
      drill: FAILED.id,
      vm: FAILED.vm,
      resourceGroup: FAILED.resourceGroup,
      cleanup: FAILED.cleanup,
      resources: [],
    },
  ],
  invalidFiles: [
    { file: 'evidence/a.json', reason: 'was changed: its hash is not that of its content' },
  ],
  summary: {
    total: 1,
    outcomes: { failed: 1 },
    files: 3,
    drills: 2,
    drillOutcomes: { passed: 1, failed: 1 },
  },
};
