// The VM extension of Azure Disk Encryption: found by publisher and type (its name is free text), read
// for what ADE was last asked to do. Pages: "Azure Disk Encryption for Windows / for Linux
// (Microsoft.Azure.Security)"; recordings of `az vm encryption enable` and `disable`.

import type { ExtensionInstance, VirtualMachine, VmExtension } from '../virtual-machine.js';

/** What ADE was last asked to do; `other` leaves the encryption as it was, or is not known. */
export type AdeOperation = 'enable' | 'disable' | 'other';

/** Where the extension is with what it was asked to do. */
export type AdeOutcome = 'done' | 'running' | 'failed';

/** What the Linux extension says of either kind of volume, in its own words. */
export interface AdeLinuxProgress {
  readonly os?: string;
  readonly data?: string;
}

/** The ADE extension of a VM, read. */
export interface AdeExtension {
  readonly extension: VmExtension;
  readonly instance: ExtensionInstance | undefined;
  readonly pass: 'single' | 'dual';
  readonly operation: AdeOperation;
  readonly outcome: AdeOutcome;
  readonly progress: AdeLinuxProgress | undefined;
}

const PUBLISHER = 'microsoft.azure.security';

/** By type: the major version of the older flavour with an Entra app. */
const DUAL_PASS_MAJOR: Readonly<Record<string, number>> = {
  azurediskencryption: 1,
  azurediskencryptionforlinux: 0,
};

/** Which volumes ADE encrypts. */
export type AdeVolumeType = 'OS' | 'Data' | 'All';

const VOLUME_TYPES: readonly AdeVolumeType[] = ['OS', 'Data', 'All'];

/** Which volumes a machine's ADE was last asked to encrypt; undefined where nothing of it says so. */
export function adeVolumeTypeOf(vm: VirtualMachine): AdeVolumeType | undefined {
  const found = adeExtensionOf(vm);
  const word = found?.operation === 'enable' ? adeSetting(found.extension, 'VolumeType') : '';
  return VOLUME_TYPES.find((each) => each.toLowerCase() === word?.toLowerCase());
}

/** The VM's ADE extension; undefined when none is installed. */
export function adeExtensionOf(vm: VirtualMachine): AdeExtension | undefined {
  const extension = vm.extensions.find(
    ({ publisher, type }) =>
      publisher.toLowerCase() === PUBLISHER && type.toLowerCase() in DUAL_PASS_MAJOR,
  );
  if (extension === undefined) {
    return undefined;
  }
  const instance = instanceOf(vm, extension);
  return {
    extension,
    instance,
    pass: passOf(extension),
    operation: operationOf(extension),
    outcome: outcomeOf(extension, instance),
    progress: progressOf(instance),
  };
}

/** A text among the extension's public settings; undefined when absent, null or empty. */
export function adeSetting({ settings }: VmExtension, name: string): string | undefined {
  const value = settings[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The instance view writes the type behind its publisher. */
function instanceOf(vm: VirtualMachine, extension: VmExtension): ExtensionInstance | undefined {
  const type = extension.type.toLowerCase();
  return vm.instanceView?.extensions.find((instance) => {
    const reported = instance.type.toLowerCase();
    return reported === `${PUBLISHER}.${type}` || reported === type;
  });
}

function passOf(extension: VmExtension): 'single' | 'dual' {
  const major = Number.parseInt(extension.typeHandlerVersion, 10);
  return major === DUAL_PASS_MAJOR[extension.type.toLowerCase()] ? 'dual' : 'single';
}

function operationOf(extension: VmExtension): AdeOperation {
  const operation = adeSetting(extension, 'EncryptionOperation')?.toLowerCase() ?? '';
  if (operation.startsWith('disable')) {
    return 'disable';
  }
  return operation.startsWith('enable') || operation === 'updateencryptionsettings'
    ? 'enable'
    : 'other';
}

function outcomeOf(extension: VmExtension, instance: ExtensionInstance | undefined): AdeOutcome {
  const state = extension.provisioningState.toLowerCase();
  if (state === 'failed' || state === 'canceled' || hasErrorStatus(instance)) {
    return 'failed';
  }
  return state === 'succeeded' ? 'done' : 'running';
}

function hasErrorStatus(instance: ExtensionInstance | undefined): boolean {
  return (instance?.statuses ?? []).some(
    ({ code, level }) =>
      level.toLowerCase() === 'error' || code.toLowerCase() === 'provisioningstate/failed',
  );
}

/** The substatus of the Linux extension is JSON such as `{"data":"NotMounted","os":"Encrypted"}`. */
function progressOf(instance: ExtensionInstance | undefined): AdeLinuxProgress | undefined {
  for (const message of instance?.substatusMessages ?? []) {
    const os = wordAt(message, 'os');
    const data = wordAt(message, 'data');
    if (os !== undefined || data !== undefined) {
      return { ...(os === undefined ? {} : { os }), ...(data === undefined ? {} : { data }) };
    }
  }
  return undefined;
}

/** Reads one flat word, tolerating the single quotes that some versions of the extension write. */
function wordAt(json: string, key: string): string | undefined {
  return new RegExp(`["']${key}["']\\s*:\\s*["'](?<word>\\w+)["']`, 'u').exec(json)?.groups?.[
    'word'
  ];
}
