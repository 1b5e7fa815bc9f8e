// Carries out one step of a restore with what the steps before it have made.

import { parseKeyVaultUrl } from '../../../domain/keys/key-vault-url.js';
import type { ResourceId } from '../../../domain/resource-id.js';
import type { TemplateDisk } from './template.js';
import type { EncryptionSettings, UefiSettings } from '../../../domain/virtual-machine.js';
import type { StepExecution, StepReporter } from '../../../steps/apply.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import { confirmEndState, type EndState } from '../../../steps/end-state.js';
import type { RestoreStep } from './step.js';
import type { NewMachine, NewMachineDisk } from '../../../services/restore-services.js';
import type { Operation } from '../../../services/services.js';
import type { CommandContext } from '../../context.js';
import type { WaitPolicy } from '../../../domain/time/wait-policy.js';
import type { JobReader } from '../../../steps/job-watch/reader.js';
import type { JobWatch } from '../../../steps/job-watch/watch.js';
import { followOperation } from '../../../steps/followed-operation.js';
import { operationError } from '../../../steps/operation-error.js';
import { builtMachine, madeInterface, makeAndReadBack, toldDisk } from './read-back.js';
import type { RestoreRun } from './state.js';
import {
  blobAddress,
  containerAddress,
  doubtfulVhds,
  superfluousBlobs,
  vhdAddress,
} from './disks.js';
import { restoreDisks } from './start.js';
import { diskCarries, vhdSettings, VHD_SETTINGS } from './wanted-settings.js';

/** What carrying out needs besides the step. */
export interface RestoreExecution {
  readonly context: CommandContext;
  readonly run: RestoreRun;
  readonly jobs: JobReader;
  readonly watch: JobWatch;
  readonly choice: WaitPolicy;
  /** The application of dual-pass ADE. */
  readonly adeClientId?: string | undefined;
}

type StepOf<Kind extends RestoreStep['kind']> = Extract<RestoreStep, { readonly kind: Kind }>;

/** @throws AzbackupError when Azure refuses or fails it, or when what it builds on cannot be read */
export async function executeRestoreStep(
  execution: RestoreExecution,
  step: RestoreStep,
  reporter: StepReporter,
): Promise<StepExecution> {
  switch (step.kind) {
    case 'restore-disks': {
      const { context, run, jobs, watch, choice } = execution;
      return restoreDisks(context, step, {
        prepared: run.prepared,
        jobs,
        watch,
        choice,
        reporter,
        onJob: (jobId, job) => run.jobStarted(jobId, job),
      });
    }
    case 'set-disk-encryption':
      return setDiskEncryption(execution, reporter);
    case 'create-interface':
      return createInterface(step, execution, reporter);
    case 'create-machine':
      return createMachine(step, execution, reporter);
    case 'put-ade-extension':
      return putAdeExtension(step, execution, reporter);
    case 'delete-staging':
      return deleteStaging(step, execution, reporter);
  }
}

async function createInterface(
  step: StepOf<'create-interface'>,
  execution: RestoreExecution,
  reporter: StepReporter,
): Promise<StepExecution> {
  const { target: id, location, subnetId, privateAddress, traits, tags } = step;
  const networks = await execution.context.services.networks();
  const wanted = {
    id,
    location,
    subnetId,
    ...traits,
    tags,
    ...(privateAddress === undefined ? {} : { privateAddress }),
  };
  const send = (): Promise<Operation> => networks.putInterface(wanted);
  return makeAndReadBack(execution, { ...madeInterface(execution, id), send }, reporter);
}

async function untilDone(
  { context, choice, run }: RestoreExecution,
  reporter: StepReporter,
  operation: Operation,
  subject?: ResourceId,
): Promise<StepExecution> {
  return followOperation(context, operation, {
    reporter,
    deadlineMilliseconds: choice.deadlineMilliseconds,
    failure: (outcome) => operationError(run.prepared.request, outcome, subject),
  });
}

/** Single pass: the OS disk alone carries the settings ("Restore encrypted Azure virtual machines"). */
async function setDiskEncryption(
  execution: RestoreExecution,
  reporter: StepReporter,
): Promise<StepExecution> {
  const { context, run } = execution;
  const [{ osDisk }, settings] = await Promise.all([run.machine(), settingsNow(run)]);
  if (osDisk.kind === 'unmanaged') {
    const storage = await context.services.storage();
    await storage.addMetadata(vhdAddress(run.prepared.account, osDisk.vhdUri), {
      [VHD_SETTINGS]: vhdSettings(settings),
    });
    return { status: 'done' };
  }
  const machines = await context.services.virtualMachines();
  const disk = await machines.disk(osDisk.diskId);
  if (disk !== undefined && diskCarries(disk, settings)) {
    return { status: 'done' };
  }
  const told = toldDisk(execution, osDisk.diskId, settings);
  const send = (): Promise<Operation> => machines.setDiskEncryption(osDisk.diskId, settings);
  return makeAndReadBack(execution, { ...told, send }, reporter);
}

async function settingsNow(run: RestoreRun): Promise<EncryptionSettings> {
  const settings = await run.settings();
  if (settings === undefined) {
    throw new AzbackupError({
      code: 'AZB_KEYS_NOT_IN_PLACE',
      kind: 'blocked',
      message: 'the key and secret of the disks are missing, so the disks cannot refer to them',
      fix: ['to restore them as well, omit --keys never'],
    });
  }
  return settings;
}

async function createMachine(
  step: StepOf<'create-machine'>,
  execution: RestoreExecution,
  reporter: StepReporter,
): Promise<StepExecution> {
  const { context, run } = execution;
  const restored = await run.machine();
  const settings = run.prepared.modelSettings ? await settingsNow(run) : undefined;
  const size = step.size ?? restored.size;
  if (size === undefined) {
    throw new AzbackupError({
      code: 'AZB_SIZE_NEEDED',
      kind: 'usage',
      message: 'the original VM size is unknown',
      target: step.target,
      fix: ['choose one: --size SIZE'],
    });
  }
  const machines = await context.services.virtualMachines();
  const traits = await traitsOf(execution, restored.osDisk, step.uefi);
  const wanted: NewMachine = {
    id: step.target,
    location: step.location,
    size,
    osType: step.osType,
    zones: step.zones,
    networkInterfaceId: step.interfaceId,
    osDisk: newDisk(restored.osDisk),
    dataDisks: restored.dataDisks.map((disk) => ({ ...newDisk(disk), lun: disk.lun })),
    ...(settings === undefined ? {} : { encryption: settings }),
    ...traits,
    ...step.traits,
    tags: step.tags,
  };
  const send = (): Promise<Operation> => machines.createMachine(wanted);
  return makeAndReadBack(execution, { ...builtMachine(execution, step), send }, reporter);
}

/** A machine takes only the security type and the plan of its OS disk, which the restored disk says itself. */
async function traitsOf(
  { context }: RestoreExecution,
  osDisk: TemplateDisk,
  uefi: UefiSettings = { secureBoot: true, vTpm: true },
): Promise<Pick<NewMachine, 'security' | 'plan'>> {
  if (osDisk.kind === 'unmanaged') {
    return {};
  }
  const machines = await context.services.virtualMachines();
  const { securityType = 'Standard', plan } = (await machines.disk(osDisk.diskId)) ?? {};
  const type = (['TrustedLaunch', 'ConfidentialVM'] as const).find((each) =>
    securityType.toLowerCase().startsWith(each.toLowerCase()),
  );
  return {
    ...(type === undefined ? {} : { security: { type, uefi } }),
    ...(plan === undefined ? {} : { plan }),
  };
}

function newDisk(disk: TemplateDisk): NewMachineDisk {
  return disk.kind === 'managed'
    ? { kind: 'managed', diskId: disk.diskId }
    : { kind: 'unmanaged', name: disk.name, vhdUri: disk.vhdUri };
}

/** Versions of the extension ("Azure Disk Encryption for Windows / for Linux"): with an application, the older. */
const VERSIONS: Readonly<Record<string, Readonly<Record<'single' | 'dual', string>>>> = {
  AzureDiskEncryption: { single: '2.2', dual: '1.1' },
  AzureDiskEncryptionForLinux: { single: '1.1', dual: '0.1' },
};

const USUAL_ALGORITHM = 'RSA-OAEP';

async function putAdeExtension(
  step: StepOf<'put-ade-extension'>,
  execution: RestoreExecution,
  reporter: StepReporter,
): Promise<StepExecution> {
  const { context, run, adeClientId } = execution;
  const { pass, keys } = run.prepared;
  const settings = await settingsNow(run);
  const dual = pass === 'dual';
  const secret = dual ? context.adeClientSecret() : undefined;
  const machines = await context.services.virtualMachines();
  const operation = await machines.putAdeExtension(step.target, {
    location: step.location,
    name: step.extensionType,
    type: step.extensionType,
    typeHandlerVersion: VERSIONS[step.extensionType]?.[dual ? 'dual' : 'single'] ?? '',
    settings: {
      EncryptionOperation: 'EnableEncryption',
      VolumeType: step.volumeType,
      KeyVaultURL: parseKeyVaultUrl(settings.secretUrl ?? '')?.vaultUrl ?? '',
      KeyEncryptionKeyURL: settings.keyUrl ?? '',
      KeyEncryptionAlgorithm: keys?.source.copies.algorithm ?? USUAL_ALGORITHM,
      // A new value makes the extension run again; the same one, on a second try, does not.
      SequenceVersion: context.guidOf(`ade ${step.target} ${run.prepared.request.point}`),
      ...(dual
        ? { AADClientID: adeClientId }
        : {
            KeyVaultResourceId: settings.secretVaultId,
            KekVaultResourceId: settings.keyVaultId ?? '',
          }),
    },
    ...(secret === undefined ? {} : { protectedSettings: { AADClientSecret: secret.reveal() } }),
  });
  return untilDone(execution, reporter, operation, step.target);
}

async function deleteStaging(
  step: StepOf<'delete-staging'>,
  { context, run, choice }: RestoreExecution,
  reporter: StepReporter,
): Promise<StepExecution> {
  const { staged } = await run.restored();
  if (staged === undefined) {
    return { status: 'done' };
  }
  const { account, request } = run.prepared;
  const container = containerAddress(account, staged.container);
  const storage = await context.services.storage();
  const use = {
    template: step.keepsTemplate,
    vhds: request.targetResourceGroupId === undefined,
    keys: await run.needsInfoFile(),
  };
  const names = await storage.names(container);
  const doubtful = use.vhds ? [] : doubtfulVhds(staged, names ?? []);
  if (doubtful.length > 0) {
    context.warn(
      `${account.name}/${staged.container} has files of other restores, too, so its VHDs stay: ${doubtful.join(', ')}; delete those that no restore needs`,
    );
  }
  for (const blob of superfluousBlobs(staged, names ?? [], use)) {
    await storage.delete(blobAddress(account, staged.container, blob));
  }
  // They may hold key material: what is said to be gone has to be gone.
  const endState: EndState = {
    target: account.id,
    fix: ['run the command again, or delete these blobs yourself'],
    mismatch: async () => {
      const after = await storage.names(container);
      const place = `${account.name}/${staged.container}`;
      if (after === undefined) {
        // The job wrote into it, and nobody deletes it here: that it is not found says nothing of what is in it.
        return `${place} was not found`;
      }
      const blobs = superfluousBlobs(staged, after, use).filter((name) => !doubtful.includes(name));
      return blobs.length === 0 ? undefined : `${place} still has ${blobs.join(', ')}`;
    },
  };
  const { deadlineMilliseconds } = choice;
  const confirming = { reporter, deadlineMilliseconds };
  return confirmEndState(context, { status: 'done' }, endState, confirming);
}
