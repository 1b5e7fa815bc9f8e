// The template of a restore, in every form that it might come in.
import { describe, expect, it } from 'vitest';
import {
  parseRestoredConfig,
  parseRestoredTemplate,
} from '../../../../src/commands/restore/steps/template.js';

const OS_ID = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/disks/vm-osdisk-1';
const DATA_ID = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/disks/vm-datadisk-1';

const MACHINE = {
  type: 'Microsoft.Compute/virtualMachines',
  name: "[parameters('VirtualMachineName')]",
  properties: {
    hardwareProfile: { vmSize: 'Standard_D2s_v5' },
    storageProfile: {
      osDisk: { createOption: 'Attach', osType: 'Linux', managedDisk: { id: OS_ID } },
      dataDisks: [{ lun: 3, createOption: 'Attach', managedDisk: { id: DATA_ID } }],
    },
  },
};

const NIC = { type: 'Microsoft.Network/networkInterfaces', name: 'n', properties: {} };

const READ = {
  osType: 'Linux',
  size: 'Standard_D2s_v5',
  osDisk: { kind: 'managed', diskId: OS_ID },
  dataDisks: [{ kind: 'managed', diskId: DATA_ID, lun: 3 }],
};

function utf8(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

describe('a restored template', () => {
  it.each([
    ['as a list of resources', utf8({ resources: [NIC, MACHINE] })],
    ['as an object of resources', utf8({ resources: { nic: NIC, vm: MACHINE } })],
    [
      'within a nested deployment',
      utf8({ resources: [{ type: 'x', properties: {}, resources: [MACHINE] }] }),
    ],
    [
      'within the template of a deployment resource',
      utf8({
        resources: [
          {
            type: 'Microsoft.Resources/deployments',
            properties: { template: { resources: [MACHINE] } },
          },
        ],
      }),
    ],
    [
      'with names in another case',
      utf8({ Resources: [{ ...MACHINE, type: 'microsoft.compute/VIRTUALMACHINES' }] }),
    ],
    [
      'as UTF-16 with a mark and trailing NULs',
      Buffer.concat([
        Buffer.from([0xff, 0xfe]),
        Buffer.from(JSON.stringify({ resources: [MACHINE] }), 'utf16le'),
        Buffer.alloc(64),
      ]),
    ],
  ])('is read %s', (_, bytes) => {
    expect(parseRestoredTemplate(bytes)).toEqual(READ);
  });

  it('names the blobs of unmanaged disks', () => {
    const uri = 'https://st.blob.core.windows.net/vhds/vm-osdisk.vhd';
    const storageProfile = { osDisk: { osType: 'Windows', vhd: { uri } } };
    const machine = { ...MACHINE, properties: { storageProfile } };
    expect(parseRestoredTemplate(utf8({ resources: [machine] }))).toEqual({
      osType: 'Windows',
      size: undefined,
      osDisk: { kind: 'unmanaged', name: 'vm-osdisk', vhdUri: uri },
      dataDisks: [],
    });
  });

  it.each([
    ['no JSON', new TextEncoder().encode('<xml/>')],
    ['no machine', utf8({ resources: [NIC] })],
    [
      'a disk that is an expression',
      utf8({
        resources: [
          {
            ...MACHINE,
            properties: {
              storageProfile: { osDisk: { managedDisk: { id: "[resourceId('disks')]" } } },
            },
          },
        ],
      }),
    ],
    [
      'a data disk that cannot be told',
      utf8({
        resources: [
          {
            ...MACHINE,
            properties: {
              storageProfile: {
                osDisk: { managedDisk: { id: OS_ID } },
                dataDisks: [{ lun: 0 }],
              },
            },
          },
        ],
      }),
    ],
  ])('is not made up from %s', (_, bytes) => {
    expect(parseRestoredTemplate(bytes)).toBeUndefined();
  });
});

describe('a configuration file', () => {
  const { storageProfile, hardwareProfile } = MACHINE.properties;

  it('tells the same, under names with dots', () => {
    const config = {
      'properties.storageProfile': storageProfile,
      'properties.hardwareProfile': hardwareProfile,
    };
    expect(parseRestoredConfig(utf8(config))).toEqual(READ);
  });

  it('is no source for machines whose disks it names as blobs', () => {
    const vhd = { uri: 'https://st.blob.core.windows.net/c/os.vhd' };
    const config = { 'properties.storageProfile': { osDisk: { osType: 'Linux', vhd } } };
    expect(parseRestoredConfig(utf8(config))).toBeUndefined();
  });
});
