// Machines under Azure Disk Encryption whose backup something else than a missing grant stands in
// the way of.

import type { WorldState } from '../../kernel/state.js';
import { addKey, disableKey } from '../build/key-encryption-key.js';
import { addDiskStorageAccount } from '../build/virtual-machine.js';
import { productionGroup, productionKeyVault, productionMachine } from './production.js';

/** VM006, VM007, VM008, VM009; and VM012, which only looks unusual. */
export function addHinderedMachines(state: WorldState): void {
  addKeyOfCertificate(state);
  addBehindFirewall(state);
  const keyVault = productionKeyVault(state, { name: 'kv-prod-granted', backupMay: 'all' });
  productionMachine(state, 'ADE, VM agent not ready', {
    name: 'VM007',
    osType: 'Linux',
    agentReady: false,
    ade: { keyVault, kek: addKey(state, keyVault, 'kek-vm007') },
  });
  productionMachine(state, 'ADE, KEK version disabled', {
    name: 'VM008',
    osType: 'Windows',
    ade: { keyVault, kek: addKey(state, keyVault, 'kek-vm008') },
  });
  disableKey(state, keyVault, 'kek-vm008');
  productionMachine(state, 'ADE with BEK only on unmanaged disks', {
    name: 'VM012',
    osType: 'Windows',
    managedDisks: false,
    ade: { keyVault },
  });
  addDiskStorageAccount(state, productionGroup, 'vm012disks');
}

function addKeyOfCertificate(state: WorldState): void {
  const keyVault = productionKeyVault(state, { name: 'kv-prod-cert', backupMay: 'all' });
  const kek = addKey(state, keyVault, 'disk-encryption-certificate', true);
  productionMachine(state, 'ADE whose KEK belongs to a certificate', {
    name: 'VM006',
    osType: 'Windows',
    ade: { keyVault, kek },
  });
}

/** The office of the operator gets through the firewall, so that only Azure Backup is kept out. */
function addBehindFirewall(state: WorldState): void {
  const keyVault = productionKeyVault(state, {
    name: 'kv-prod-firewall',
    backupMay: 'all',
    networkAcls: {
      bypass: 'None',
      defaultAction: 'Deny',
      ipRules: [{ value: '203.0.113.0/24' }],
      virtualNetworkRules: [],
    },
  });
  productionMachine(state, 'ADE, key vault firewall blocks trusted services', {
    name: 'VM009',
    osType: 'Linux',
    ade: { keyVault, kek: addKey(state, keyVault, 'kek-vm009') },
  });
}
