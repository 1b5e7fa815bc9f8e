// Where a list of machines is not enough to tell how one of them is encrypted.
import { describe, expect, it } from 'vitest';
import { needsInstanceView } from '../../../../src/domain/encryption/listed-machine.js';
import { aDisk, aVm, type MachineBuilder } from '../../../support/facts-builder.js';

const ADE = 'AzureDiskEncryption';

/** Whether the machine itself must be asked, which has extensions of these names. */
function isDoubtful({ vm, disks }: MachineBuilder, ...extensions: readonly string[]): boolean {
  const extensionIds = extensions.map((name) => `${vm.id}/extensions/${name}`);
  return needsInstanceView({ machine: vm, extensionIds }, disks);
}

describe('a machine in a list', () => {
  it.each([
    { what: 'nothing encrypted', machine: aVm() },
    { what: 'another extension', machine: aVm(), extension: 'AzureMonitorWindowsAgent' },
    { what: 'all disks encrypted', machine: aVm().encryptedWithKek(), extension: ADE },
  ])('with $what is settled', ({ machine, extension }) => {
    expect(isDoubtful(machine, ...(extension === undefined ? [] : [extension]))).toBe(false);
  });

  it.each([
    { what: 'the extension but no encrypted disk', machine: aVm(), extensions: [ADE] },
    { what: 'the one for Linux', machine: aVm(), extensions: ['azurediskencryptionforlinux'] },
    { what: 'disks that were not read', machine: aVm().withoutDiskRights(), extensions: [] },
  ])('with $what is to be asked', ({ machine, extensions }) => {
    expect(isDoubtful(machine, ...extensions)).toBe(true);
  });

  it('that is being changed is to be asked', () => {
    const { vm, disks } = aVm();
    const machine = { ...vm, provisioningState: 'Updating' };
    expect(needsInstanceView({ machine, extensionIds: [] }, disks)).toBe(true);
  });

  it('of which some disks are encrypted is to be asked', () => {
    const { vm, disks } = aVm().encryptedWithKek();
    const bare = aDisk('data', 'data', 128, 0);
    expect(needsInstanceView({ machine: vm, extensionIds: [] }, [...disks, bare])).toBe(true);
  });
});
