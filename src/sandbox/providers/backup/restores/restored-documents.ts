// What stands in the files that a restore of disks leaves in its staging container. Nobody has recorded any of
// it: known are the members that Azure's pages read from them ("Restore Key Vault key and secret for encrypted
// VMs using Azure Backup", "Automate restore of encrypted VMs", "Restore Azure VMs by using PowerShell").
// Everything beyond those is an assumption; only this file is to be replaced when somebody records them.

import type { RestoredDisk } from './restored-disks.js';
import type { KeyAndSecret, RecoveryPoint } from '../recovery-points/state.js';

/** What the files are about. */
export interface RestoredContents {
  readonly location: string;
  readonly point: RecoveryPoint;
  readonly disks: readonly RestoredDisk[];
}

/** A file and how it is kept. */
export interface RestoredDocument {
  readonly content: Uint8Array;
  readonly type: 'PageBlob' | 'BlockBlob';
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Text is read from the configuration as UTF-16; only it is known to be a page blob. */
export function configDocument(contents: RestoredContents): RestoredDocument {
  const { hardwareProfile, storageProfile } = machineModel(contents);
  const content = Buffer.from(
    JSON.stringify({
      'properties.hardwareProfile': hardwareProfile,
      'properties.storageProfile': storageProfile,
      location: contents.location,
    }),
    'utf16le',
  );
  const metadata = { configblobsize: String(content.byteLength) };
  return { content, type: 'PageBlob', metadata };
}

/** What the job calls "Encryption Info Blob Name"; only that there is a name is known. */
export function encryptionInfoName(bareMachineName: string, jobId: string): string {
  return `encryption-${bareMachineName}-${jobId}.json`;
}

/** Copies of key and secret, in plain base64 where they are Key Vault's own backups. */
export function encryptionInfoDocument(keys: KeyAndSecret): RestoredDocument {
  const { bekDetails, kekDetails, secretBackupData } = keys;
  return jsonDocument({
    OsDiskKeyAndSecretDetails: {
      SecretUrl: bekDetails.secretUrl,
      SecretVaultId: bekDetails.secretVaultId,
      SecretData: bekDetails.secretData,
      ...(secretBackupData === undefined ? {} : { KeyVaultSecretBackupData: secretBackupData }),
      ...(kekDetails === undefined
        ? {}
        : {
            KeyUrl: kekDetails.keyUrl,
            KeyVaultId: kekDetails.keyVaultId,
            KeyBackupData: kekDetails.keyBackupData,
          }),
    },
  });
}

const PARAMETERS = [
  'VirtualMachineName',
  'VirtualNetwork',
  'VirtualNetworkResourceGroup',
  'Subnet',
  'NetworkInterfacePrefixName',
];

const INTERFACE_NAME =
  "concat(parameters('NetworkInterfacePrefixName'), '-', parameters('VirtualMachineName'))";
const INTERFACE_ID = `[resourceId('Microsoft.Network/networkInterfaces', ${INTERFACE_NAME})]`;
const SUBNET_ID =
  "[resourceId(parameters('VirtualNetworkResourceGroup'), 'Microsoft.Network/virtualNetworks/subnets', parameters('VirtualNetwork'), parameters('Subnet'))]";

/** A deployment that makes a machine of the restored disks, with one network interface. */
export function templateDocument(contents: RestoredContents): RestoredDocument {
  const { location, point } = contents;
  return jsonDocument({
    $schema: 'https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: Object.fromEntries(PARAMETERS.map((name) => [name, { type: 'string' }])),
    resources: [
      {
        type: 'Microsoft.Network/networkInterfaces',
        apiVersion: '2023-05-01',
        name: `[${INTERFACE_NAME}]`,
        location,
        properties: {
          ipConfigurations: [
            {
              name: 'ipconfig1',
              properties: { privateIPAllocationMethod: 'Dynamic', subnet: { id: SUBNET_ID } },
            },
          ],
        },
      },
      {
        type: 'Microsoft.Compute/virtualMachines',
        apiVersion: '2023-03-01',
        name: "[parameters('VirtualMachineName')]",
        location,
        ...(point.zones === undefined ? {} : { zones: point.zones }),
        dependsOn: [INTERFACE_ID],
        properties: {
          ...machineModel(contents),
          networkProfile: { networkInterfaces: [{ id: INTERFACE_ID }] },
        },
      },
    ],
  });
}

function machineModel({ point, disks }: RestoredContents) {
  const [osDisk, ...dataDisks] = disks;
  return {
    hardwareProfile: { vmSize: point.virtualMachineSize },
    storageProfile: {
      osDisk: osDisk === undefined ? {} : { ...attached(osDisk), osType: point.osType },
      dataDisks: dataDisks.map((disk) => ({ lun: disk.captured.lun, ...attached(disk) })),
    },
  };
}

function attached({ name, id, vhdUri }: RestoredDisk) {
  return {
    createOption: 'Attach',
    name,
    ...(id === undefined ? { vhd: { uri: vhdUri } } : { managedDisk: { id } }),
  };
}

function jsonDocument(value: unknown): RestoredDocument {
  return { content: new TextEncoder().encode(JSON.stringify(value)), type: 'BlockBlob' };
}
