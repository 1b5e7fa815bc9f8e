// Commands of az and azcopy that the move of a machine needs, as "Migrate from Azure Disk Encryption to encryption at host"
// and "Upload a VHD to Azure or copy a managed disk" have them. What only Azure knows of a disk is asked when they run.

import { commandLine } from '../../command-line.js';
import { nameOf } from '../../resource-id.js';
import type { AttachedDisk, VirtualMachine } from '../../virtual-machine.js';

/** Long enough for disks of some terabytes; both disks stay readable by whoever has the address until it is revoked. */
const ACCESS_SECONDS = '86400';
/** The longest name that Azure takes for a machine. */
const NAME_LENGTH = 64;

/** A name with more at its end, as long as Azure takes it. */
function suffixed(name: string, suffix: string): string {
  return `${name.slice(0, NAME_LENGTH - suffix.length)}${suffix}`;
}

/** The name of the machine that takes the place of another. */
export function newName(name: string): string {
  return suffixed(name, '-new');
}

/** The longest name that Azure takes for a disk. */
const DISK_NAME_LENGTH = 80;

/** The name of a copy: names of disks differ at their end, and begin with a letter or digit. */
function copyName(diskId: string): string {
  const kept = nameOf(diskId).slice(-(DISK_NAME_LENGTH - '-new'.length));
  return `${kept.replace(/^[^\da-z]+/iu, '')}-new`;
}

/** What a shell asks of a disk when the command runs. */
function askedOf(diskId: string, property: string): string {
  return `$(${commandLine('az', 'disk', 'show', '--ids', diskId, '--query', property, '-o', 'tsv')})`;
}

function placeWords({ subscriptionId, resourceGroup, location }: VirtualMachine): string[] {
  return ['--subscription', subscriptionId, '-g', resourceGroup, '-l', location];
}

function zoneWords({ zones: [zone] }: VirtualMachine): string[] {
  return zone === undefined ? [] : ['--zone', zone];
}

/** Copies a disk into a new one that never had ADE: its size and the 512 bytes of the footer that Azure leaves out. */
export function copyCommands(vm: VirtualMachine, disk: AttachedDisk): readonly string[] {
  if (disk.source.kind !== 'managed') {
    return [];
  }
  const { diskId } = disk.source;
  const target = copyName(diskId);
  const system = disk.role === 'os' ? ['--os-type', vm.osType] : [];
  const created = ['-n', target, ...zoneWords(vm), ...system, '--upload-type', 'Upload'];
  const asked = [
    `--upload-size-bytes $((${askedOf(diskId, 'diskSizeBytes')} + 512))`,
    `--sku ${askedOf(diskId, 'sku.name')}`,
    ...(disk.role === 'os' ? [`--hyper-v-generation ${askedOf(diskId, 'hyperVGeneration')}`] : []),
  ];
  const place = ['--subscription', vm.subscriptionId, '-g', vm.resourceGroup, '-n', target];
  return [
    [commandLine('az', 'disk', 'create', ...placeWords(vm), ...created), ...asked].join(' '),
    commandLine('az', 'disk', 'grant-access', '--ids', diskId, ...accessWords('Read')),
    commandLine('az', 'disk', 'grant-access', ...place, ...accessWords('Write')),
    "azcopy copy 'SOURCE_SAS' 'TARGET_SAS' --blob-type PageBlob",
    commandLine('az', 'disk', 'revoke-access', '--ids', diskId),
    commandLine('az', 'disk', 'revoke-access', ...place),
  ];
}

function accessWords(level: 'Read' | 'Write'): readonly string[] {
  return ['--access-level', level, '--duration-in-seconds', ACCESS_SECONDS];
}

/** Builds the new machine on the copied disks. */
export function createOnDisks(vm: VirtualMachine): string {
  const copies = (role: AttachedDisk['role']): readonly string[] =>
    vm.disks.flatMap(({ role: of, source }) =>
      of === role && source.kind === 'managed' ? [copyName(source.diskId)] : [],
    );
  const data = copies('data');
  const [system = 'DISK'] = copies('os');
  const disks = ['--os-type', vm.osType, '--attach-os-disk', system];
  const further = data.length === 0 ? [] : ['--attach-data-disks', ...data];
  return commandLine(...createWords(vm), ...disks, ...further);
}

/** Builds the new machine from an image. */
export function createFromImage(vm: VirtualMachine): string {
  const user = ['--admin-username', 'USER', '--generate-ssh-keys'];
  return commandLine(...createWords(vm), '--image', 'IMAGE', ...user);
}

function createWords(vm: VirtualMachine): readonly string[] {
  const network = ['--vnet-name', 'VNET', '--subnet', 'SUBNET'];
  const which = ['-n', newName(vm.name), '--size', vm.size, ...zoneWords(vm)];
  const encryption = ['--encryption-at-host', 'true'];
  return ['az', 'vm', 'create', ...placeWords(vm), ...which, ...network, ...encryption];
}

/** Sizes of a region that can encrypt at host. */
export function sizesCommand({ subscriptionId, location }: VirtualMachine): string {
  const query =
    "[?capabilities[?name=='EncryptionAtHostSupported' && value=='True']].name | sort(@)";
  const list = ['az', 'vm', 'list-skus', '--subscription', subscriptionId, '-l', location];
  return commandLine(...list, '--resource-type', 'virtualMachines', '--query', query, '-o', 'tsv');
}

/** Whether the subscription may use encryption at host. */
export function featureCommand({ subscriptionId }: VirtualMachine): string {
  const which = ['--namespace', 'Microsoft.Compute', '--name', 'EncryptionAtHost'];
  const query = ['--query', 'properties.state', '-o', 'tsv'];
  return commandLine('az', 'feature', 'show', '--subscription', subscriptionId, ...which, ...query);
}
