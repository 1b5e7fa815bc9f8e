// The metrics of a scrape: what is known of each machine as values of its series. What could not be read has no value, so
// that no rule takes a guess for a fact.

import { idKey, parseResourceId, type ResourceId } from '../resource-id.js';
import { millisecondsOf, type Instant } from '../time/instant.js';
import type { MetricFamily, MetricSample } from './exposition.js';

/** What of a machine has a metric; null where there is nothing to measure, or it could not be read. */
export interface MachineMetrics {
  readonly vm: { readonly id: ResourceId; readonly name: string };
  readonly vault: { readonly name: string } | null;
  readonly policy: string | null;
  readonly protected: boolean | null;
  /** How many disks its backups leave out. */
  readonly excludedDisks: number | null;
  readonly lastRecoveryPoint: Instant | null;
  readonly lastJob: { readonly success: boolean; readonly time: Instant } | null;
  readonly keysUsable: boolean | null;
  /** When the last restore drill that passed began. */
  readonly lastPassedDrill: Instant | null;
  /** True where all of it was read. */
  readonly complete: boolean;
}

/** All that was found out at a time. */
export interface Scrape {
  readonly time: Instant;
  /** False where something is missing: of a machine, or a machine itself. */
  readonly complete: boolean;
  readonly machines: readonly MachineMetrics[];
}

/** A metric of each machine. */
interface MachineMetric {
  readonly name: string;
  readonly help: string;
  readonly valueOf: (machine: MachineMetrics) => number | undefined;
}

const MACHINE_METRICS: readonly MachineMetric[] = [
  {
    name: 'azbackup_protected',
    help: '1 where a vault takes backups of the VM by a policy, or is about to take the first one.',
    valueOf: (machine) => flag(machine.protected),
  },
  {
    name: 'azbackup_excluded_disks',
    help: 'How many disks the backups of the VM leave out; no value where none are taken.',
    valueOf: ({ excludedDisks }) => excludedDisks ?? undefined,
  },
  {
    name: 'azbackup_last_recovery_point_timestamp_seconds',
    help: 'When the last recovery point of the VM was taken; no value without one.',
    valueOf: ({ lastRecoveryPoint }) => seconds(lastRecoveryPoint),
  },
  {
    name: 'azbackup_last_job_success',
    help: '1 where the last backup of the VM succeeded, 0 where it failed.',
    valueOf: ({ lastJob }) => flag(lastJob?.success ?? null),
  },
  {
    name: 'azbackup_last_job_timestamp_seconds',
    help: 'When the last backup of the VM started.',
    valueOf: ({ lastJob }) => seconds(lastJob?.time ?? null),
  },
  {
    name: 'azbackup_keys_usable',
    help: '1 where the secrets and keys that the disks use now are there and enabled, and Azure Backup may read them.',
    valueOf: ({ keysUsable }) => flag(keysUsable),
  },
  {
    name: 'azbackup_drill_last_success_timestamp_seconds',
    help: 'When the last restore drill of the VM that passed began, of those that are recorded on this computer; no value without one.',
    valueOf: ({ lastPassedDrill }) => seconds(lastPassedDrill),
  },
];

const VM_SCRAPE_SUCCESS = {
  name: 'azbackup_vm_scrape_success',
  help: '1 where all metrics of the VM could be read.',
};

const SCRAPE_SUCCESS = {
  name: 'azbackup_scrape_success',
  help: '1 where all metrics of all VMs that were asked for could be read.',
};

const SCRAPE_TIMESTAMP = {
  name: 'azbackup_scrape_timestamp_seconds',
  help: 'When the metrics were read from Azure.',
};

/** The metrics with their values. */
export function backupMetrics({ time, complete, machines }: Scrape): readonly MetricFamily[] {
  return [
    ...MACHINE_METRICS.map(({ name, help, valueOf }) => ({
      name,
      help,
      samples: machines.flatMap((machine) =>
        sampleOf({ ...vmLabels(machine), ...protectionLabels(machine) }, valueOf(machine)),
      ),
    })),
    {
      ...VM_SCRAPE_SUCCESS,
      samples: machines.flatMap((machine) => sampleOf(vmLabels(machine), Number(machine.complete))),
    },
    { ...SCRAPE_SUCCESS, samples: sampleOf({}, Number(complete)) },
    { ...SCRAPE_TIMESTAMP, samples: sampleOf({}, seconds(time)) },
  ];
}

function sampleOf(
  labels: MetricSample['labels'],
  value: number | undefined,
): readonly MetricSample[] {
  return value === undefined ? [] : [{ labels, value }];
}

/** Azure writes the same id in different case; a series has to keep its own. */
function vmLabels({ vm }: MachineMetrics): MetricSample['labels'] {
  const { subscriptionId, resourceGroup } = parseResourceId(vm.id) ?? {};
  return {
    id: idKey(vm.id),
    vm: vm.name,
    resource_group: resourceGroup?.toLowerCase(),
    subscription: subscriptionId?.toLowerCase(),
  };
}

function protectionLabels({ vault, policy }: MachineMetrics): MetricSample['labels'] {
  return { vault: vault?.name, policy: policy ?? undefined };
}

function flag(fact: boolean | null): number | undefined {
  return fact === null ? undefined : Number(fact);
}

function seconds(time: Instant | null): number | undefined {
  return time === null ? undefined : millisecondsOf(time) / 1000;
}
