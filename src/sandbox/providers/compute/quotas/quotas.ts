// Quotas of compute: how much a subscription has of each in a region, and what it may have. Documentation: Usage -
// List; Check vCPU quotas: machines count whether they are allocated or not.

import { z } from 'zod';
import { providerError } from '../../../http/arm-error.js';
import type { OperationResponse } from '../../../http/operation.js';
import { listResources } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { coresOf, familyOf, SIZE_FAMILIES } from '../virtual-machines/sizes.js';
import { VIRTUAL_MACHINE_TYPE } from '../virtual-machines/state.js';

/** Limits by region and name of the quota, such as `cores` or `standardDSv5Family`. */
export const quotasSchema = z.record(z.string(), z.record(z.string(), z.int().nonnegative()));

/** Name of the quota that all families share. */
const TOTAL = 'cores';
const MACHINES = 'virtualMachines';

/** A quota and how much of it is used. */
export interface Usage {
  readonly name: string;
  readonly title: string;
  readonly currentValue: number;
  readonly limit: number;
}

const sizedSchema = z.looseObject({ hardwareProfile: z.looseObject({ vmSize: z.string() }) });

function sizesIn(state: WorldState, { subscriptionId, location }: Place): string[] {
  return listResources(state, `/subscriptions/${subscriptionId}`, VIRTUAL_MACHINE_TYPE)
    .filter((machine) => machine.location?.toLowerCase() === bare(location))
    .map(({ properties }) => sizedSchema.parse(properties).hardwareProfile.vmSize);
}

interface Place {
  readonly subscriptionId: string;
  readonly location: string;
}

function bare(location: string): string {
  return location.toLowerCase().replaceAll(' ', '');
}

function coresOfAll(sizes: readonly string[]): number {
  return sizes.reduce((total, size) => total + coresOf(size), 0);
}

/** The quotas of a subscription in a region. */
export function usagesOf(state: WorldState, place: Place): Usage[] {
  const sizes = sizesIn(state, place);
  const usage = (name: string, title: string, currentValue: number): Usage => ({
    name,
    title,
    currentValue,
    limit: limitOf(state, place, name) ?? usualLimit(currentValue),
  });
  return [
    usage(TOTAL, 'Total Regional vCPUs', coresOfAll(sizes)),
    usage(MACHINES, 'Virtual Machines', sizes.length),
    ...SIZE_FAMILIES.map(({ name, title }) =>
      usage(name, title, coresOfAll(sizes.filter((size) => familyOf(size) === name))),
    ),
  ];
}

function limitOf(state: WorldState, { location }: Place, name: string): number | undefined {
  const limits = Object.entries(state.quotas?.[bare(location)] ?? {});
  return limits.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
}

/** A world that sets no limit has enough of everything; an assumption. */
const USUAL_LIMIT = 350;

function usualLimit(currentValue: number): number {
  return Math.max(1, Math.ceil((currentValue * 2) / USUAL_LIMIT)) * USUAL_LIMIT;
}

/**
 * 409 for a machine more that a quota does not allow, or for another size of one that is there (`before`); undefined
 * where all do. That the total is looked at first is assumed.
 */
export function beyondQuota(
  state: WorldState,
  { size, before, ...place }: Place & { readonly size: string; readonly before?: string },
): OperationResponse | undefined {
  if (state.quotas === undefined) {
    return undefined;
  }
  const family = familyOf(size);
  const cores = coresOf(size);
  for (const { name, currentValue, limit } of usagesOf(state, place)) {
    const freed = before === undefined ? 0 : freedBy(before, name);
    const required = (name === MACHINES ? 1 : cores) - freed;
    const counts = name === TOTAL || name === MACHINES || name === family;
    if (counts && required > 0 && currentValue + required > limit) {
      return quotaExceeded(place, { name, limit, currentValue, required });
    }
  }
  return undefined;
}

/** What a machine gives back of a quota when its size becomes another. */
function freedBy(before: string, name: string): number {
  if (name === MACHINES) {
    return 1;
  }
  return name === TOTAL || name === familyOf(before) ? coresOf(before) : 0;
}

/** Public reports of 2025: cloud-barista/cb-spider, issue 1558; scylladb/scylla-cluster-tests, issue 12948. */
function quotaExceeded(
  { subscriptionId, location }: Place,
  {
    name,
    limit,
    currentValue,
    required,
  }: {
    readonly name: string;
    readonly limit: number;
    readonly currentValue: number;
    readonly required: number;
  },
): OperationResponse {
  const which = name === TOTAL ? 'Total Regional Cores' : `${name} Cores`;
  const page = name === TOTAL ? 'regional-quota-requests' : 'per-vm-quota-requests';
  const needed = currentValue + required;
  const parameters = {
    subscriptionId,
    command: 'openQuotaApprovalBlade',
    quotas: [
      {
        location,
        providerId: 'Microsoft.Compute',
        resourceName: name,
        quotaRequest: { properties: { limit: needed, unit: 'Count', name: { value: name } } },
      },
    ],
  };
  const blade = `https://aka.ms/ProdportalCRP/#blade/Microsoft_Azure_Capacity/UsageAndQuota.ReactView/Parameters/${encodeURIComponent(JSON.stringify(parameters))}`;
  return providerError(
    409,
    'OperationNotAllowed',
    `Operation could not be completed as it results in exceeding approved ${which} quota. Additional details - Deployment Model: Resource Manager, Location: ${location}, Current Limit: ${limit}, Current Usage: ${currentValue}, Additional Required: ${required}, (Minimum) New Limit Required: ${needed}. Setup Alerts when Quota reaches threshold. Learn more at https://aka.ms/quotamonitoringalerting . Submit a request for Quota increase at ${blade} by specifying parameters listed in the ‘Details’ section for deployment to succeed. Please read more about quota limits at https://docs.microsoft.com/en-us/azure/azure-supportability/${page}`,
  );
}
