// What stands in the files that a restore of disks leaves in its staging container. Nobody has recorded any of
// it: known are the members that Azure's pages read from them ("Restore Key Vault key and secret for encrypted
// VMs using Azure Backup", "Automate restore of encrypted VMs", "Restore Azure VMs by using PowerShell").
// Everything beyond those is an assumption; only this file is to be replaced when somebody records them.

import { z } from 'zod';
import { DISK_TYPE } from '../../compute/virtual-machines/state.js';
import type { RestoredDisk } from './restored-disks.js';
import type { KeyAndSecret, RecoveryPoint } from '../recovery-points/state.js';

/**
 * The forms that the files come in: disk names as parameters of the template, as a real one had them (12/2020); fixed
 * names; or no template, and names in the configuration alone.
 */
export const restoreFilesSchema = z.enum(['parameters', 'fixed-names', 'config-only']);

/** What the files are about. */
export interface RestoredContents {
  readonly form: z.infer<typeof restoreFilesSchema>;
  readonly location: string;
  /** ARM id of the group of the machine that was backed up. */
  readonly sourceGroupId: string;
  readonly point: RecoveryPoint;
  readonly disks: readonly RestoredDisk[];
}

/** A file and how it is kept. */
export interface RestoredDocument {
  readonly content: Uint8Array;
  readonly type: 'PageBlob' | 'BlockBlob';
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Text is read from the configuration as UTF-16; only it is known to be a page blob. Microsoft's recipes take the
 * names of managed disks from it, and no id: that the ids in it are those of the machine that was backed up is an
 * assumption.
 */
export function configDocument(contents: RestoredContents): RestoredDocument {
  const { hardwareProfile, storageProfile } = machineModel(contents, (disk) =>
    attached(disk, {
      id: `${contents.sourceGroupId}/providers/${DISK_TYPE}/${disk.captured.name}`,
    }),
  );
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

/** Those of a real template that have to do with what the sandbox has: there are no public addresses in it. */
const PARAMETERS = [
  'virtualMachineName',
  'virtualNetwork',
  'virtualNetworkResourceGroup',
  'subnet',
  'networkInterfacePrefixName',
];

const INTERFACE_NAME =
  "concat(parameters('networkInterfacePrefixName'), '-', parameters('virtualMachineName'))";
const INTERFACE_ID = `[resourceId('Microsoft.Network/networkInterfaces', ${INTERFACE_NAME})]`;
const SUBNET_ID =
  "[resourceId(parameters('virtualNetworkResourceGroup'), 'Microsoft.Network/virtualNetworks/subnets', parameters('virtualNetwork'), parameters('subnet'))]";

/** The parameter of a disk's name; that data disks have some of their own is an assumption. */
function nameParameter({ captured: { lun } }: RestoredDisk): string {
  return lun === -1 ? 'osDiskName' : `dataDisk${lun}Name`;
}

/** The OS disk's name is in the parameter file, those of data disks are defaults: which of both is an assumption. */
function diskParameters({ form, disks }: RestoredContents): Record<string, unknown> {
  const named = form === 'parameters' ? disks.filter(({ id }) => id !== undefined) : [];
  return Object.fromEntries(
    named.map((disk) => [
      nameParameter(disk),
      disk.captured.lun === -1 ? { type: 'string' } : { type: 'string', defaultValue: disk.name },
    ]),
  );
}

/** What the template's parameters are where they are about the disks; undefined where none is. */
export function parameterDocument({ form, disks }: RestoredContents): RestoredDocument | undefined {
  const [osDisk] = disks;
  return form !== 'parameters' || osDisk?.id === undefined
    ? undefined
    : jsonDocument({
        $schema:
          'https://schema.management.azure.com/schemas/2015-01-01/deploymentParameters.json#',
        contentVersion: '1.0.0.0',
        parameters: { [nameParameter(osDisk)]: { value: osDisk.name } },
      });
}

/** A deployment that makes a machine of the restored disks, with one network interface. */
export function templateDocument(contents: RestoredContents): RestoredDocument {
  const { location, point } = contents;
  return jsonDocument({
    $schema: 'https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: {
      ...Object.fromEntries(PARAMETERS.map((name) => [name, { type: 'string' }])),
      ...diskParameters(contents),
    },
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
        name: "[parameters('virtualMachineName')]",
        location,
        ...(point.zones === undefined ? {} : { zones: point.zones }),
        dependsOn: [INTERFACE_ID],
        properties: {
          ...machineModel(contents, (disk) => attachedByTemplate(disk, contents)),
          networkProfile: { networkInterfaces: [{ id: INTERFACE_ID }] },
        },
      },
    ],
  });
}

function machineModel(
  { point, disks }: RestoredContents,
  model: (disk: RestoredDisk) => Record<string, unknown>,
) {
  const [osDisk, ...dataDisks] = disks;
  return {
    hardwareProfile: { vmSize: point.virtualMachineSize },
    storageProfile: {
      osDisk: osDisk === undefined ? {} : { ...model(osDisk), osType: point.osType },
      dataDisks: dataDisks.map((disk) => ({ lun: disk.captured.lun, ...model(disk) })),
    },
  };
}

function attachedByTemplate(disk: RestoredDisk, { form }: RestoredContents) {
  const { id = '' } = disk;
  if (form !== 'parameters') {
    return attached(disk, { id });
  }
  const name = `parameters('${nameParameter(disk)}')`;
  return {
    ...attached(disk, { id: `[resourceId('${DISK_TYPE}', ${name})]` }),
    ...(disk.id === undefined ? {} : { name: `[${name}]` }),
  };
}

/** @param managedDisk what is said of it where it is one */
function attached({ name, id, vhdUri }: RestoredDisk, managedDisk: { readonly id: string }) {
  return {
    createOption: 'Attach',
    name,
    ...(id === undefined ? { vhd: { uri: vhdUri } } : { managedDisk }),
  };
}

function jsonDocument(value: unknown): RestoredDocument {
  return { content: new TextEncoder().encode(JSON.stringify(value)), type: 'BlockBlob' };
}
