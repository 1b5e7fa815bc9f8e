// What a request costs in worlds of different size, with the same answer: the sandbox is kept in a folder, as
// commands use it, and asked in this process.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addProtection } from '../src/sandbox/estates/build/protection.js';
import {
  addDailyPolicy,
  addRecoveryServicesVault,
} from '../src/sandbox/estates/build/recovery-services-vault.js';
import { addVirtualMachine } from '../src/sandbox/estates/build/virtual-machine.js';
import { worldNamed } from '../src/sandbox/estates/catalogue.js';
import type { WorldState } from '../src/sandbox/kernel/state.js';
import {
  openPersistentSandbox,
  resetPersistentSandbox,
  type PersistentSandbox,
} from '../src/sandbox/persistent-sandbox.js';

/** CPU milliseconds of one request of each kind, and of opening the world. */
export interface WorldCosts {
  readonly world: string;
  readonly resources: number;
  readonly open: number;
  readonly getMachine: number;
  readonly listItems: number;
  readonly putProtection: number;
}

const NOW = Date.UTC(2026, 10, 23, 18);
const ARM = 'https://management.azure.com';
const VAULT = 'rsv-bench';
const POLICY = 'daily-bench';
const PROTECTED = 10;
const UNPROTECTED = 200;
const ROUNDS = 200;

/** Measures a world of the catalogue, to which the same vault with the same machines is added. */
export async function costsOf(name: string): Promise<WorldCosts> {
  const directory = mkdtempSync(path.join(tmpdir(), 'azbackup-costs-'));
  try {
    const world = worldNamed(name)(NOW);
    const place = addPlace(world);
    await resetPersistentSandbox(directory, world);
    let sandbox = await openSandbox(directory);
    const headers = await signIn(sandbox, world);
    const ask = async (suffix: string, init: RequestInit, expected: number): Promise<void> => {
      const response = await sandbox.fetch(new Request(`${ARM}${suffix}`, { ...init, headers }));
      if (response.status !== expected) {
        throw new Error(`${response.status}: ${await response.text()}`);
      }
      await response.text();
    };
    const open = await cpuMilliseconds(5, async () => {
      sandbox = await openSandbox(directory);
    });
    const getMachine = await cpuMilliseconds(ROUNDS, () =>
      ask(`${place.vmId(0)}?api-version=2026-03-01`, {}, 200),
    );
    const listItems = await cpuMilliseconds(ROUNDS, () =>
      ask(`${place.vaultId}/backupProtectedItems?api-version=2023-06-01`, {}, 200),
    );
    const putProtection = await cpuMilliseconds(UNPROTECTED, (round) =>
      ask(...protectionOf(place, place.vmId(PROTECTED + round)), 202),
    );
    const resources = Object.keys(world.resources).length;
    return { world: name, resources, open, getMachine, listItems, putProtection };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Place {
  readonly vaultId: string;
  readonly vmId: (index: number) => string;
}

function addPlace(world: WorldState): Place {
  const [group] = Object.values(world.resourceGroups);
  const resourceGroup = group?.name ?? '';
  const vaultId = addRecoveryServicesVault(world, {
    name: VAULT,
    resourceGroup,
    redundancy: 'GeoRedundant',
  });
  addDailyPolicy(world, vaultId, { name: POLICY, retentionDays: 30 });
  const ids = Array.from({ length: PROTECTED + UNPROTECTED + 1 }, (_, index) =>
    addVirtualMachine(world, { name: `vm-bench-${index}`, resourceGroup, osType: 'Linux' }),
  );
  for (const vmId of ids.slice(0, PROTECTED)) {
    addProtection(world, { vaultId, vmId, policyName: POLICY, firstDay: 4 });
  }
  return { vaultId, vmId: (index) => ids[index] ?? '' };
}

function protectionOf({ vaultId }: Place, vmId: string): [string, RequestInit] {
  const [, , , , group = '', , , , name = ''] = vmId.split('/');
  const names = `iaasvmcontainerv2;${group};${name}`.toLowerCase();
  const item = `backupFabrics/Azure/protectionContainers/IaasVMContainer;${names}/protectedItems/VM;${names}`;
  const properties = {
    protectedItemType: 'Microsoft.Compute/virtualMachines',
    policyId: `${vaultId}/backupPolicies/${POLICY}`,
    sourceResourceId: vmId,
  };
  return [
    `${vaultId}/${item}?api-version=2023-06-01`,
    { method: 'PUT', body: JSON.stringify({ properties }) },
  ];
}

async function openSandbox(directory: string): Promise<PersistentSandbox> {
  return await openPersistentSandbox({
    directory,
    world: () => {
      throw new Error('the world is there');
    },
  });
}

async function signIn(
  sandbox: PersistentSandbox,
  world: WorldState,
): Promise<Record<string, string>> {
  const { principals, signedInObjectId } = world.directory;
  const principal = principals.find(({ objectId }) => objectId === signedInObjectId);
  const response = await sandbox.fetch(
    new Request(`https://login.microsoftonline.com/${principal?.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: principal?.appId ?? '',
        client_secret: principal?.clientSecret ?? '',
        scope: `${ARM}/.default`,
      }),
    }),
  );
  const token: unknown = await response.json();
  const text = typeof token === 'object' && token !== null && 'access_token' in token;
  return {
    authorization: `Bearer ${text ? String(token.access_token) : ''}`,
    'content-type': 'application/json',
  };
}

/** Of one run, the median of all, after some that warm up. CPU time: other processes do not count. */
async function cpuMilliseconds(
  runs: number,
  run: (round: number) => Promise<void>,
): Promise<number> {
  const took: number[] = [];
  for (let round = 0; round < runs; round += 1) {
    const before = process.cpuUsage();
    await run(round);
    const { user, system } = process.cpuUsage(before);
    took.push((user + system) / 1000);
  }
  const settled = took.slice(Math.floor(runs / 4)).toSorted((left, right) => left - right);
  return settled[Math.floor(settled.length / 2)] ?? Number.NaN;
}
