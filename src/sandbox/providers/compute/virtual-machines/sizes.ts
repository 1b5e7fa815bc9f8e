// Sizes of machines, the same in every region of the sandbox. Figures: documentation of the size series (Av2,
// Bms, DSv2, Dsv3, Dsv5, Esv5, Fsv2); Azure has some hundreds more.

import { regions } from '../../../kernel/regions.js';
import { resourceNotFound } from '../../../http/arm-error.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { MACHINE_API_VERSIONS, SUBSCRIPTION_PATH } from '../request.js';

/** Name, cores, memory in GiB, data disks at most, local disk in GiB. */
const ROWS: readonly (readonly [string, number, number, number, number])[] = [
  ['Standard_A2_v2', 2, 4, 4, 20],
  ['Standard_B2ms', 2, 8, 4, 16],
  ['Standard_B4ms', 4, 16, 8, 32],
  ['Standard_DS1_v2', 1, 3.5, 4, 7],
  ['Standard_DS2_v2', 2, 7, 8, 14],
  ['Standard_D2s_v3', 2, 8, 4, 16],
  ['Standard_D4s_v3', 4, 16, 8, 32],
  ['Standard_D8s_v3', 8, 32, 16, 64],
  ['Standard_D2s_v5', 2, 8, 4, 0],
  ['Standard_D4s_v5', 4, 16, 8, 0],
  ['Standard_D8s_v5', 8, 32, 16, 0],
  ['Standard_D16s_v5', 16, 64, 32, 0],
  ['Standard_D32s_v5', 32, 128, 32, 0],
  ['Standard_E2s_v5', 2, 16, 4, 0],
  ['Standard_E4s_v5', 4, 32, 8, 0],
  ['Standard_E8s_v5', 8, 64, 16, 0],
  ['Standard_E16s_v5', 16, 128, 32, 0],
  ['Standard_F2s_v2', 2, 4, 4, 16],
  ['Standard_F4s_v2', 4, 8, 8, 32],
];

/** Families that share a quota, by what begins and ends the names of their sizes. */
const FAMILIES: readonly (readonly [RegExp, name: string, title: string])[] = [
  [/^standard_a\d+_v2$/iu, 'standardAv2Family', 'Standard Av2 Family vCPUs'],
  [/^standard_b\d+ms$/iu, 'standardBSFamily', 'Standard BS Family vCPUs'],
  [/^standard_ds\d+_v2$/iu, 'standardDSv2Family', 'Standard DSv2 Family vCPUs'],
  [/^standard_d\d+s_v3$/iu, 'standardDSv3Family', 'Standard DSv3 Family vCPUs'],
  [/^standard_d\d+s_v5$/iu, 'standardDSv5Family', 'Standard DSv5 Family vCPUs'],
  [/^standard_e\d+s_v5$/iu, 'standardESv5Family', 'Standard ESv5 Family vCPUs'],
  [/^standard_f\d+s_v2$/iu, 'standardFSv2Family', 'Standard FSv2 Family vCPUs'],
];

/** Name and title of each family. */
export const SIZE_FAMILIES = FAMILIES.map(([, name, title]) => ({ name, title }));

/** The family of a size; undefined for one that the sandbox does not know. */
export function familyOf(size: string): string | undefined {
  return FAMILIES.find(([pattern]) => pattern.test(size))?.[1];
}

/** The vCPUs of a size; none for one that the sandbox does not know. */
export function coresOf(size: string): number {
  return rowOf(size)?.[1] ?? 0;
}

/** How many data disks a size has places for; as many as there are LUNs for one that the sandbox does not know. */
export function dataDisksOf(size: string): number {
  return rowOf(size)?.[3] ?? 64;
}

/** Whether a size has a local disk; undefined for one that the sandbox does not know. */
export function hasLocalDisk(size: string): boolean | undefined {
  const row = rowOf(size);
  return row === undefined ? undefined : row[4] > 0;
}

function rowOf(size: string): (typeof ROWS)[number] | undefined {
  return ROWS.find(([name]) => name.toLowerCase() === size.toLowerCase());
}

/** Names of the sizes. */
export const MACHINE_SIZES: readonly string[] = ROWS.map(([name]) => name);

/** Sizes whose machines cannot encrypt at host: those without premium storage. */
const WITHOUT_ENCRYPTION_AT_HOST: ReadonlySet<string> = new Set(['Standard_A2_v2']);

/** Whether machines of a size can encrypt at host. */
export function canEncryptAtHost(name: string): boolean {
  return !WITHOUT_ENCRYPTION_AT_HOST.has(name);
}

/** Whether a machine can have this size; names of sizes have no case. */
export function isMachineSize(name: string): boolean {
  return MACHINE_SIZES.some((each) => each.toLowerCase() === name.toLowerCase());
}

const MEGABYTES = 1024;
/** Largest OS disk, the same for all sizes. */
const OS_DISK_MEGABYTES = 1_047_552;

function listSizes({ params, url }: OperationRequest): OperationResponse {
  const location = params['location']?.toLowerCase();
  if (!regions.some(({ name }) => name === location)) {
    return resourceNotFound(url.pathname);
  }
  const value = ROWS.map(([name, numberOfCores, memory, maxDataDiskCount, localDisk]) => ({
    name,
    numberOfCores,
    osDiskSizeInMB: OS_DISK_MEGABYTES,
    resourceDiskSizeInMB: localDisk * MEGABYTES,
    memoryInMB: memory * MEGABYTES,
    maxDataDiskCount,
  }));
  return { status: 200, body: { value } };
}

/** The operation that lists sizes. */
export const machineSizeRoutes: readonly SandboxOperation[] = [
  defineOperation({
    provider: 'compute',
    host: 'arm',
    apiVersions: MACHINE_API_VERSIONS,
    id: 'VirtualMachineSizes_List',
    method: 'GET',
    path: `${SUBSCRIPTION_PATH}/providers/Microsoft.Compute/locations/{location}/vmSizes`,
    action: 'Microsoft.Compute/locations/vmSizes/read',
    evidence: [
      {
        kind: 'documentation',
        page: 'Azure REST API reference: Virtual Machine Sizes - List',
      },
      { kind: 'assumption', note: 'that an unknown region is answered with 404' },
    ],
    fidelity: 'simplified',
    simplification: 'a few sizes, the same in every region, whatever the quota',
    handle: listSizes,
  }),
];
