// The template of a restore, in every form that it might come in.
import { describe, expect, it } from 'vitest';
import {
  parseRestoredConfig,
  parseRestoredTemplate,
} from '../../../../src/commands/restore/steps/template.js';

const GROUP = '/subscriptions/s/resourceGroups/g';
const OS_ID = `${GROUP}/providers/Microsoft.Compute/disks/vm-osdisk-1`;
const DATA_ID = `${GROUP}/providers/Microsoft.Compute/disks/vm-datadisk-1`;

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
    expect(parseRestoredTemplate(bytes, GROUP)).toEqual(READ);
  });

  it('names the blobs of unmanaged disks', () => {
    const uri = 'https://st.blob.core.windows.net/vhds/vm-osdisk.vhd';
    const storageProfile = { osDisk: { osType: 'Windows', vhd: { uri } } };
    const machine = { ...MACHINE, properties: { storageProfile } };
    expect(parseRestoredTemplate(utf8({ resources: [machine] }), GROUP)).toEqual({
      osType: 'Windows',
      size: undefined,
      osDisk: { kind: 'unmanaged', name: 'vm-osdisk', vhdUri: uri },
      dataDisks: [],
    });
  });

  const byName = (osDisk: object, dataDisk: object, more: object = {}) => ({
    ...more,
    resources: [
      {
        ...MACHINE,
        properties: {
          hardwareProfile: { vmSize: "[parameters('vmSize')]" },
          storageProfile: {
            osDisk: { createOption: 'Attach', osType: 'Linux', ...osDisk },
            dataDisks: [{ lun: 3, createOption: 'Attach', ...dataDisk }],
          },
        },
      },
    ],
  });
  const id = (name: string) => `[resourceId('Microsoft.Compute/disks', ${name})]`;
  const parameters = {
    vmSize: { type: 'string', defaultValue: 'Standard_D2s_v5' },
    osDiskName: { type: 'string', defaultValue: 'vm-osdisk-1' },
    prefix: { type: 'string', defaultValue: 'VM' },
  };
  const OS = { managedDisk: { id: id("parameters('OSDISKNAME')") } };
  const DATA = { managedDisk: { id: DATA_ID } };

  it.each<[string, object, object?]>([
    ['defaults of parameters', byName(OS, DATA, { parameters })],
    [
      'the parameter file, before the defaults',
      byName(OS, DATA, {
        parameters: { ...parameters, osDiskName: { type: 'string', defaultValue: 'another' } },
      }),
      { parameters: { osdiskname: { value: 'vm-osdisk-1' } } },
    ],
    [
      'variables and functions',
      byName(
        { managedDisk: { id: "[variables('os')]" } },
        {
          managedDisk: {
            id: "[format('{0}/providers/{1}', resourceGroup().id, variables('data'))]",
          },
        },
        {
          parameters,
          variables: {
            os: id("concat(toLower(parameters('prefix')), '-osdisk-', '1')"),
            data: 'Microsoft.Compute/disks/vm-datadisk-1',
          },
        },
      ),
    ],
    [
      'a name alone, where the id is an expression of its own',
      byName({ name: 'vm-osdisk-1', managedDisk: { id: '[reference(1).id]' } }, DATA, {
        parameters,
      }),
    ],
    [
      'group and subscription that are named',
      byName(
        { managedDisk: { id: "[resourceId('s', 'g', 'Microsoft.Compute/disks', 'vm-osdisk-1')]" } },
        DATA,
        {
          parameters,
        },
      ),
    ],
    [
      'the parameters of a nested deployment',
      {
        parameters,
        resources: [
          {
            type: 'Microsoft.Resources/deployments',
            properties: {
              parameters: { disk: { value: "[parameters('osDiskName')]" } },
              template: byName({ managedDisk: { id: id("parameters('disk')") } }, DATA, {
                parameters: { vmSize: parameters.vmSize },
              }),
            },
          },
        ],
      },
    ],
  ])('tells names by %s', (_, value, file) => {
    const bytes = file === undefined ? undefined : utf8(file);
    expect(parseRestoredTemplate(utf8(value), GROUP, bytes)).toEqual(READ);
  });

  it.each<[string, object]>([
    ['a parameter without a value', byName(OS, DATA)],
    ['a function that is not known', byName({ managedDisk: { id: '[guid(1)]' } }, DATA)],
    ['half an expression', byName({ managedDisk: { id: "[concat('a'" } }, DATA)],
    [
      'a variable that is made of itself',
      byName({ managedDisk: { id: "[variables('a')]" } }, DATA, {
        variables: { a: "[variables('a')]" },
      }),
    ],
    [
      'data disks that a loop makes',
      {
        resources: [
          {
            ...MACHINE,
            properties: {
              storageProfile: {
                osDisk: { osType: 'Linux', managedDisk: { id: OS_ID } },
                copy: [{ name: 'dataDisks', count: 2, input: {} }],
              },
            },
          },
        ],
      },
    ],
    [
      'data disks that are an expression',
      {
        resources: [
          {
            ...MACHINE,
            properties: {
              storageProfile: {
                osDisk: { osType: 'Linux', managedDisk: { id: OS_ID } },
                dataDisks: "[variables('disks')]",
              },
            },
          },
        ],
      },
    ],
  ])('is not made up from %s', (_, value) => {
    expect(parseRestoredTemplate(utf8(value), GROUP)).toBeUndefined();
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
    expect(parseRestoredTemplate(bytes, GROUP)).toBeUndefined();
  });
});

describe('a configuration file', () => {
  const { storageProfile, hardwareProfile } = MACHINE.properties;

  it('tells the same, under names with dots', () => {
    const config = {
      'properties.storageProfile': storageProfile,
      'properties.hardwareProfile': hardwareProfile,
    };
    expect(parseRestoredConfig(utf8(config), GROUP)).toEqual(READ);
  });

  it('tells names, which are those of the target group, whatever ids stand beside them', () => {
    const other = { id: '/subscriptions/s/resourceGroups/old/providers/Microsoft.Compute/disks/x' };
    const osDisk = { osType: 'Linux', name: 'vm-osdisk-1', managedDisk: other };
    const dataDisks = [{ lun: 3, name: 'vm-datadisk-1', managedDisk: other }];
    const config = {
      'properties.storageProfile': { osDisk, dataDisks },
      'properties.hardwareProfile': hardwareProfile,
    };
    expect(parseRestoredConfig(utf8(config), GROUP)).toEqual(READ);
  });

  it('is no source for machines whose disks it names as blobs', () => {
    const vhd = { uri: 'https://st.blob.core.windows.net/c/os.vhd' };
    const config = { 'properties.storageProfile': { osDisk: { osType: 'Linux', vhd } } };
    expect(parseRestoredConfig(utf8(config), GROUP)).toBeUndefined();
  });
});
