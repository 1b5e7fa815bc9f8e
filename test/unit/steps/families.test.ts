// Each family describes its own steps, wholly, and nobody else's.
import { describe, expect, it } from 'vitest';
import { changeDocument } from '../../../src/commands/results/changes.js';
import { keyChangeSchema } from '../../../src/commands/keys/changes.js';
import { keyFamily } from '../../../src/commands/keys/describe.js';
import { restoreChangeSchema } from '../../../src/commands/restore/steps/changes.js';
import { restoreFamily } from '../../../src/commands/restore/steps/describe.js';
import type { RestoreStep } from '../../../src/commands/restore/steps/step.js';
import { jobChangeSchema } from '../../../src/steps/jobs/changes.js';
import { jobFamily } from '../../../src/steps/jobs/describe.js';
import type { PlanWording } from '../../../src/steps/family.js';
import { policyChangeSchema } from '../../../src/steps/policy/changes.js';
import { policyFamily } from '../../../src/steps/policy/describe.js';
import { protectionChangeSchema } from '../../../src/steps/protection/changes.js';
import { protectionFamily } from '../../../src/steps/protection/describe.js';
import { roleChangeSchema } from '../../../src/steps/roles/changes.js';
import { roleFamily } from '../../../src/steps/roles/describe.js';
import { vaultChangeSchema } from '../../../src/steps/vault/changes.js';
import { vaultFamily } from '../../../src/steps/vault/describe.js';
import { EVERY_STEP } from '../commands/results/sample-steps.js';

const GROUP = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-restore';
const VM = `${GROUP}/providers/Microsoft.Compute/virtualMachines/VM014`;
const NEW_VM = `${GROUP}/providers/Microsoft.Compute/virtualMachines/VM014R`;
const VAULT = `${GROUP}/providers/Microsoft.RecoveryServices/vaults/rsv-prod`;
const NIC = `${GROUP}/providers/Microsoft.Network/networkInterfaces/VM014R-nic`;
const SUBNET = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/default`;
const ACCOUNT = `${GROUP}/providers/Microsoft.Storage/storageAccounts/ststaging`;
const JOB = '4e2d0c3e-1111-4222-8333-944444444410';

const PLACE = { after: [], vmIds: [VM] } as const;
const DISKS = {
  ...PLACE,
  kind: 'restore-disks',
  target: GROUP,
  vaultId: VAULT,
  vmId: VM,
  point: '706753259736557',
  location: 'japaneast',
  storageAccountId: ACCOUNT,
} as const;
const MACHINE = {
  ...PLACE,
  kind: 'create-machine',
  target: NEW_VM,
  vaultId: VAULT,
  vmId: VM,
  location: 'japaneast',
  interfaceId: NIC,
  osType: 'Windows',
  zones: ['1'],
  tags: { point: '706753259736557' },
} as const;
const INTERFACE = {
  ...PLACE,
  kind: 'create-interface',
  target: NIC,
  location: 'japaneast',
  subnetId: SUBNET,
  tags: {},
} as const;
const STAGING = { ...PLACE, kind: 'delete-staging', target: ACCOUNT, vmId: VM } as const;

/** Each kind of step of a restore, with what is called, documented and shown of it. */
const RESTORE: readonly (readonly [RestoreStep, doing: string, details: object, line: string])[] = [
  [
    { ...DISKS, id: 'disks' },
    'restoring disks of VM014',
    { vm: VM, recoveryPoint: '706753259736557', stagingAccount: ACCOUNT, location: 'japaneast' },
    '+ disks: of VM014, recovery point 706753259736557, to rg-restore, staged in ststaging',
  ],
  [
    { ...DISKS, id: 'joined', joins: JOB },
    'restoring disks of VM014',
    {
      vm: VM,
      recoveryPoint: '706753259736557',
      stagingAccount: ACCOUNT,
      location: 'japaneast',
      joins: JOB,
    },
    `+ disks: of VM014, recovery point 706753259736557, to rg-restore, staged in ststaging; job ${JOB} is already running`,
  ],
  [
    { ...PLACE, kind: 'set-disk-encryption', id: 'settings', target: GROUP, vmId: VM },
    'setting encryption settings of the OS disk of VM014',
    { vm: VM },
    '~ disk: OS disk restored from VM014, with the current key and secret',
  ],
  [
    { ...INTERFACE, id: 'nic' },
    'creating network interface VM014R-nic',
    { subnet: SUBNET, location: 'japaneast', tags: [] },
    '+ network interface: VM014R-nic in subnet default, dynamic private address, no public address',
  ],
  [
    { ...INTERFACE, id: 'nic', privateAddress: '10.0.0.9' },
    'creating network interface VM014R-nic',
    { subnet: SUBNET, location: 'japaneast', privateAddress: '10.0.0.9', tags: [] },
    '+ network interface: VM014R-nic in subnet default, 10.0.0.9, no public address',
  ],
  [
    { ...MACHINE, id: 'machine' },
    'creating virtual machine VM014R',
    {
      interface: NIC,
      location: 'japaneast',
      osType: 'Windows',
      zones: ['1'],
      tags: ['point=706753259736557'],
    },
    '+ virtual machine: VM014R from the restored disks, Windows',
  ],
  [
    { ...MACHINE, id: 'machine', size: 'Standard_D2s_v5' },
    'creating virtual machine VM014R',
    {
      interface: NIC,
      location: 'japaneast',
      osType: 'Windows',
      zones: ['1'],
      size: 'Standard_D2s_v5',
      tags: ['point=706753259736557'],
    },
    '+ virtual machine: VM014R from the restored disks, Windows, Standard_D2s_v5',
  ],
  [
    {
      ...PLACE,
      kind: 'put-ade-extension',
      id: 'extension',
      target: NEW_VM,
      location: 'japaneast',
      extensionType: 'AzureDiskEncryption',
      volumeType: 'All',
    },
    'installing AzureDiskEncryption on VM014R',
    { extensionType: 'AzureDiskEncryption', volumeType: 'All' },
    '+ extension: AzureDiskEncryption on VM014R, volumes: All',
  ],
  [
    { ...STAGING, id: 'staging', keepsTemplate: false },
    'deleting staging blobs in ststaging',
    { vm: VM, keepsTemplate: false },
    '- staging blobs: in ststaging',
  ],
  [
    { ...STAGING, id: 'staging', keepsTemplate: true },
    'deleting staging blobs in ststaging',
    { vm: VM, keepsTemplate: true },
    '- staging blobs: in ststaging, with key material; the template is kept',
  ],
];

const WORDING: PlanWording = {
  principal: (objectId) => objectId,
  subscription: (id) => id,
  instant: (instant) => instant,
};

const FAMILIES = [
  ['roles', roleFamily],
  ['vault', vaultFamily],
  ['protection', protectionFamily],
  ['policy', policyFamily],
  ['jobs', jobFamily],
  ['keys', keyFamily],
] as const;

describe('the families of steps', () => {
  it.each(EVERY_STEP.map((step) => [step.kind, step] as const))(
    '%s belongs to one of them',
    (_kind, step) => {
      const own = FAMILIES.filter(([, family]) => family.isStep(step)).map(([name]) => name);
      expect(own).toHaveLength(1);
      const change = { type: step.kind, target: step.target, details: {} };
      const shown = FAMILIES.filter(([, family]) => family.isChange(change)).map(([name]) => name);
      expect(shown).toEqual(own);
    },
  );

  it('knows no kind that there is not', () => {
    const step = { kind: 'toString', id: 'a', target: VAULT, after: [], vmIds: [] };
    const families = [...FAMILIES.map(([, family]) => family), restoreFamily];
    expect(families.some((family) => family.isStep(step))).toBe(false);
  });

  it.each(RESTORE)('a restore tells what it does, case %#', (step, doing, details, line) => {
    const { running, subject } = restoreFamily.name(step);
    expect(`${running} ${subject}`).toBe(doing);
    const change = restoreFamily.change(step);
    expect(change).toEqual({ type: step.kind, target: step.target, details });
    const { sign, noun, text } = restoreFamily.line(change, WORDING);
    expect(`${sign} ${noun}: ${text}`).toBe(line);
  });
});

describe('the change of a step', () => {
  const schemas = [
    roleChangeSchema,
    vaultChangeSchema,
    protectionChangeSchema,
    policyChangeSchema,
    jobChangeSchema,
    keyChangeSchema,
  ];

  it.each(EVERY_STEP.map((step) => [step.kind, step] as const))(
    '%s is a change of its family, and of no other',
    (_kind, step) => {
      const documents = [
        ...(roleFamily.isStep(step) ? [changeDocument(roleFamily, step)] : []),
        ...(vaultFamily.isStep(step) ? [changeDocument(vaultFamily, step)] : []),
        ...(protectionFamily.isStep(step) ? [changeDocument(protectionFamily, step)] : []),
        ...(policyFamily.isStep(step) ? [changeDocument(policyFamily, step)] : []),
        ...(jobFamily.isStep(step) ? [changeDocument(jobFamily, step)] : []),
        ...(keyFamily.isStep(step) ? [changeDocument(keyFamily, step)] : []),
      ];
      expect(documents).toHaveLength(1);
      const [document] = documents;
      expect(schemas.filter((schema) => schema.safeParse(document).success)).toHaveLength(1);
      expect(document).toMatchObject({ id: step.id, type: step.kind, status: 'planned' });
    },
  );

  it.each(RESTORE)('a step of a restore is one, case %#', (step) => {
    const document = changeDocument(restoreFamily, step);
    expect(restoreChangeSchema.parse(document)).toEqual(document);
  });

  it('says what became of the step', () => {
    const [step] = EVERY_STEP.filter((each) => protectionFamily.isStep(each));
    if (step === undefined) {
      throw new Error('there is no sample');
    }
    const end = { operationId: 'o', jobId: 'j', seconds: 3 };
    const done = changeDocument(protectionFamily, step, { status: 'done', ...end });
    expect(done).toMatchObject({ status: 'done', ...end });
    const skipped = changeDocument(protectionFamily, step, { status: 'skipped', because: 'a' });
    expect(skipped).toMatchObject({
      status: 'skipped',
      operationId: null,
      jobId: null,
      seconds: null,
    });
  });
});
