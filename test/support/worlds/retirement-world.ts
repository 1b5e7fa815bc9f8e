// The default world with machines of every way out of ADE, and policies that keep points for 30 days, 12 months, 36 months
// and 10 years.

import { findBackupVault } from '../../../src/sandbox/providers/backup/backup-vault.js';
import { addDailyPolicy } from '../../../src/sandbox/estates/build/recovery-services-vault.js';
import { resourceId } from '../../../src/sandbox/estates/build/contoso.js';
import { addKeyVault } from '../../../src/sandbox/estates/build/key-vault.js';
import { addKey } from '../../../src/sandbox/estates/build/key-encryption-key.js';
import { addProtection } from '../../../src/sandbox/estates/build/protection.js';
import { addVirtualMachine } from '../../../src/sandbox/estates/build/virtual-machine.js';
import { removeResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld } from '../run-cli.js';

const GROUP = 'rg-prod';
const VAULT = resourceId(GROUP, 'Microsoft.RecoveryServices/vaults', 'rsv-prod');
const HOST_POOL = resourceId(GROUP, 'Microsoft.DesktopVirtualization/hostPools', 'hp-prod');

/** Long retention on the first of the month, or of January. */
const RETENTIONS = {
  'keep-30-days': {},
  'keep-12-months': { monthlySchedule: monthly(12) },
  'keep-36-months': { monthlySchedule: monthly(36) },
  'keep-10-years': {
    yearlySchedule: {
      ...monthly(0),
      retentionScheduleFormatType: 'Daily' as const,
      monthsOfYear: ['November' as const],
      retentionDuration: { count: 10, durationType: 'Years' as const },
    },
  },
};

function monthly(count: number) {
  return {
    retentionScheduleFormatType: 'Daily' as const,
    retentionScheduleDaily: { daysOfTheMonth: [{ date: 1, isLast: false }] },
    retentionTimes: ['2026-01-01T18:00:00Z'],
    retentionDuration: { count, durationType: 'Months' as const },
  };
}

const DAILY = {
  retentionPolicyType: 'LongTermRetentionPolicy',
  dailySchedule: {
    retentionTimes: ['2026-01-01T18:00:00Z'],
    retentionDuration: { count: 30, durationType: 'Days' },
  },
};

function addPolicies(world: WorldState): void {
  for (const [name, further] of Object.entries(RETENTIONS)) {
    addDailyPolicy(world, VAULT, { name, retentionDays: 30 });
    const policy = findBackupVault(world, VAULT)?.policies[name];
    if (policy !== undefined) {
      policy.properties['retentionPolicy'] = { ...DAILY, ...further };
    }
  }
}

/** The world, with VM101 to VM107. */
export function retirementWorld(): WorldState {
  const world = defaultWorld();
  addPolicies(world);
  const keyVault = addKeyVault(world, { name: 'kv-retire', resourceGroup: GROUP });
  const kek = addKey(world, keyVault, 'kek-retire');
  const ade = { keyVault, kek };
  const add = (name: string, more: Partial<Parameters<typeof addVirtualMachine>[1]>): string =>
    addVirtualMachine(world, { name, resourceGroup: GROUP, osType: 'Linux', ade, ...more });
  const scaleSetId = resourceId(GROUP, 'Microsoft.Compute/virtualMachineScaleSets', 'vmss-prod');
  const ids = [
    add('VM101', { ade: { ...ade, volumeType: 'Data' }, dataDiskSizesGB: [64] }),
    add('VM102', { size: 'Standard_A2_v2' }),
    add('VM103', { osType: 'Windows' }),
    add('VM104', { ade: { keyVault } }),
  ];
  add('VM105', { scaleSetId });
  add('VM106', { osType: 'Windows', tags: { 'cm-resource-parent': HOST_POOL } });
  const policies = Object.keys(RETENTIONS);
  for (const [place, vmId] of ids.entries()) {
    const policyName = policies[place] ?? '';
    addProtection(world, { vaultId: VAULT, vmId, policyName, firstDay: 40 });
  }
  const gone = add('VM107', { osType: 'Windows' });
  addProtection(world, { vaultId: VAULT, vmId: gone, policyName: 'keep-30-days', firstDay: 9 });
  removeResource(world, gone);
  return world;
}
