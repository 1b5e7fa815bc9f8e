// What a rebuilt machine has of the one that was backed up.
import { describe, expect, it } from 'vitest';
import { findVirtualMachine } from '../../../src/sandbox/providers/compute/virtual-machines/state.js';
import { resourceId } from '../../../src/sandbox/estates/build/contoso.js';
import { putResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { defaultWorld } from '../../support/run-cli.js';
import { resource, vmId } from '../support/contoso.js';
import { addKind, deleteMachine } from './restore-kinds.js';
import { itemOfRestore, NETWORK, restore, runs } from './restores.js';

const ARGV = `--vm VM300 --to vm --name VM300R ${NETWORK}`;

/** The model of the new machine, as the platform keeps it. */
function built(world: WorldState) {
  return findVirtualMachine(world, vmId('VM300R'))?.properties;
}

describe('a Trusted Launch machine', () => {
  it.each([
    ['secure boot off, as the original has it', false],
    ['both on', true],
  ])('is built as one: %s', async (_what, secureBootEnabled) => {
    const world = defaultWorld();
    const { vmId: source } = addKind(world, {
      osType: 'Linux',
      ade: 'kek',
      securityType: 'TrustedLaunch',
    });
    const uefiSettings = { secureBootEnabled, vTpmEnabled: true };
    Object.assign(resource(world, source).properties, {
      securityProfile: { securityType: 'TrustedLaunch', uefiSettings },
    });
    const run = await restore(ARGV, world);
    expect([run.code, itemOfRestore(run).error]).toEqual([0, null]);
    expect(itemOfRestore(run).notes.join()).not.toContain('UEFI');
    expect(runs(world, 'VM300R')).toBe(true);
    expect(built(world)?.securityProfile).toEqual({ securityType: 'TrustedLaunch', uefiSettings });
  });

  it('that is gone is built with both on, which is said', async () => {
    const world = defaultWorld();
    addKind(world, {
      osType: 'Windows',
      ade: 'bek',
      securityType: 'TrustedLaunch',
      then: (_world, machine) => deleteMachine(world, machine.vmId),
    });
    const run = await restore(ARGV, world);
    expect([run.code, itemOfRestore(run).error]).toEqual([0, null]);
    expect(itemOfRestore(run).notes.join()).toContain('secure boot and vTPM are both on');
    expect(built(world)?.securityProfile).toMatchObject({
      securityType: 'TrustedLaunch',
      uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
    });
  });
});

describe('a machine of an image that was bought', () => {
  const plan = { name: 'byol', publisher: 'fabrikam', product: 'appliance' };

  it.each<[string, Parameters<typeof addKind>[1]]>([
    ['that is there', { osType: 'Linux', ade: 'kek', plan }],
    [
      'that is gone',
      {
        osType: 'Linux',
        ade: 'kek',
        plan,
        then: (world, machine) => deleteMachine(world, machine.vmId),
      },
    ],
  ])('%s, is built with the plan that its disk says', async (_what, kind) => {
    const world = defaultWorld();
    addKind(world, kind);
    const run = await restore(`${ARGV} --ade-volume-type all`, world);
    expect([run.code, itemOfRestore(run).error]).toEqual([0, null]);
    expect(runs(world, 'VM300R')).toBe(true);
    expect(resource(world, vmId('VM300R')).extra?.['plan']).toEqual(plan);
  });
});

/** Makes the operator's roles one that may do all but an action. */
function forbid(world: WorldState, action: string): void {
  const name = '5d1bd2a2-0000-4000-8000-000000000001';
  const { customRoles, assignments } = world.authorization;
  customRoles.push({
    name,
    roleName: 'all but one',
    description: '',
    type: 'CustomRole',
    assignableScopes: ['/'],
    permissions: [{ actions: ['*'], notActions: [action], dataActions: ['*'], notDataActions: [] }],
    createdOn: '2026-01-01T00:00:00Z',
    updatedOn: '2026-01-01T00:00:00Z',
    createdBy: null,
    updatedBy: null,
  });
  for (const assignment of Object.values(assignments)) {
    if (assignment.principalId === objectIds.operator) {
      assignment.roleDefinitionName = name;
    }
  }
}

describe('what the original machine has', () => {
  const SET = resourceId('rg-prod', 'Microsoft.Compute/availabilitySets', 'as-prod');
  const IDENTITY = resourceId('rg-prod', 'Microsoft.ManagedIdentity/userAssignedIdentities', 'id1');
  const GROUP = resourceId('rg-prod', 'Microsoft.Network/networkSecurityGroups', 'nsg-prod');

  function richWorld(): WorldState {
    const world = defaultWorld();
    for (const [id, type] of [
      [SET, 'Microsoft.Compute/availabilitySets'],
      [GROUP, 'Microsoft.Network/networkSecurityGroups'],
    ] as const) {
      const name = id.split('/').at(-1) ?? '';
      putResource(world, { id, name, type, location: 'japaneast', tags: {}, properties: {} });
    }
    addKind(world, {
      osType: 'Windows',
      ade: 'kek',
      more: {
        tags: { owner: 'finance', stage: 'prod' },
        licenseType: 'Windows_Server',
        availabilitySetId: SET,
        userAssignedIdentities: [IDENTITY],
        furtherInterfaces: ['VM300-nic-backend'],
      },
    });
    Object.assign(resource(world, nicId('VM300-nic')).properties, {
      enableAcceleratedNetworking: true,
      networkSecurityGroup: { id: GROUP },
    });
    return world;
  }

  const nicId = (name: string) =>
    resourceId('rg-prod', 'Microsoft.Network/networkInterfaces', name);

  it('the new one has, and what it does not have is said', async () => {
    const world = richWorld();
    const run = await restore(`${ARGV} --tags stage=test --tags reason=drill`, world);
    expect([run.code, itemOfRestore(run).error]).toEqual([0, null]);
    const machine = resource(world, vmId('VM300R'));
    expect(machine.tags).toMatchObject({ owner: 'finance', stage: 'test', reason: 'drill' });
    expect(machine.extra?.['identity']).toMatchObject({
      type: 'UserAssigned',
      userAssignedIdentities: { [IDENTITY]: {} },
    });
    expect(machine.properties).toMatchObject({
      licenseType: 'Windows_Server',
      availabilitySet: { id: SET },
    });
    expect(resource(world, nicId('VM300R-nic')).properties).toMatchObject({
      enableAcceleratedNetworking: true,
      networkSecurityGroup: { id: GROUP },
    });
    const notes = itemOfRestore(run).notes.join('. ');
    expect(notes).toMatch(
      /as on the original VM: tags owner, stage; .*license type Windows_Server/u,
    );
    expect(notes).toContain(
      'not taken over from the original VM: further network interface VM300-nic-backend (the new VM gets one)',
    );
    const again = await restore(`${ARGV} --tags stage=test --tags reason=drill`, world);
    expect(itemOfRestore(again)).toMatchObject({ outcome: 'unchanged', changes: [] });
  });

  it('is left where the operator may not assign an identity, before Azure refuses the VM for it', async () => {
    const world = richWorld();
    const type = 'Microsoft.ManagedIdentity/userAssignedIdentities';
    const place = { type, location: 'japaneast', tags: {}, properties: {} };
    putResource(world, { id: IDENTITY, name: 'id1', ...place });
    forbid(world, `${type}/assign/action`);
    const run = await restore(ARGV, world);
    expect([run.code, itemOfRestore(run).error]).toEqual([0, null]);
    expect(resource(world, vmId('VM300R')).extra?.['identity']).toBeUndefined();
    expect(itemOfRestore(run).notes.join('. ')).toContain(
      `identity id1 (you lack ${type}/assign/action on it)`,
    );
  });

  it('the new one has not with --like none', async () => {
    const world = richWorld();
    const run = await restore(`${ARGV} --like none`, world);
    expect(run.code).toBe(0);
    const machine = resource(world, vmId('VM300R'));
    expect(Object.keys(machine.tags ?? {})).toEqual(['azbackup-restore-point']);
    expect(machine.extra?.['identity']).toBeUndefined();
    expect(machine.properties).not.toHaveProperty('licenseType');
    expect(machine.properties).not.toHaveProperty('availabilitySet');
    expect(itemOfRestore(run).notes.join()).not.toContain('original VM');
  });

  it('is left where it does not go with the new place or size', async () => {
    const world = richWorld();
    const more = '--target-resource-group rg-legacy --size Standard_D4s_v5';
    const run = await restore(`${ARGV} ${more}`, world);
    expect([run.code, itemOfRestore(run).error]).toEqual([0, null]);
    const notes = itemOfRestore(run).notes.join('. ');
    expect(notes).toContain('availability set as-prod (it is in another resource group)');
    expect(notes).toContain('accelerated networking (the new VM has another size)');
  });
});
