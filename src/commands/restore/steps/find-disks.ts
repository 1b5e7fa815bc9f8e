// Which disks a restore made: as its template names them, otherwise its configuration file, otherwise by their tag.
// None is taken on the word of a file alone.

import type { StagedBlobs } from '../../../domain/recovery/restore-progress.js';
import type { ResourceId } from '../../../domain/resource-id.js';
import type { ManagedDisk } from '../../../domain/virtual-machine.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import type { CommandContext } from '../../context.js';
import { jobOfDisk, whyNotRestored, type DiskOrigin } from './disk-identity.js';
import { parseRestoredConfig, parseRestoredTemplate, type RestoredMachine } from './template.js';

/** What the disks are looked for by. */
export interface DiskSearch extends DiskOrigin {
  readonly staged: StagedBlobs;
  /** The content of a blob of the container; undefined where there is none. */
  readonly read: (blob: string) => Promise<Uint8Array | undefined>;
}

/** What was found. */
export interface FoundDisks {
  readonly machine?: RestoredMachine;
  /** Why the disks that are named are not those of the restore; empty where nothing speaks against them. */
  readonly objections: readonly string[];
  /** True where no file named them, and LUNs are those in their names. */
  readonly byTag?: true;
}

type Source = (context: CommandContext, search: DiskSearch) => Promise<RestoredMachine | undefined>;

const SOURCES: readonly Source[] = [fromTemplate, fromConfig, fromTags];

/** @throws AzbackupError when a file may not be read */
export async function findRestoredDisks(
  context: CommandContext,
  reader: Pick<FactReader, 'disk'>,
  search: DiskSearch,
): Promise<FoundDisks> {
  const objections: string[] = [];
  for (const source of SOURCES) {
    const machine = await source(context, search);
    if (machine === undefined) {
      continue;
    }
    const reasons = await whyNotRestored(reader, machine, search);
    if (reasons.length === 0) {
      return { machine, objections: [], ...(source === fromTags ? { byTag: true } : {}) };
    }
    objections.push(...reasons.filter((reason) => !objections.includes(reason)));
  }
  return { objections };
}

/** The parameter file that lies beside a template. */
export function parameterFileOf(template: string | undefined): string | undefined {
  const found = template?.replace(/^azuredeploy/iu, 'parameter');
  return found === template ? undefined : found;
}

async function fromTemplate(
  _context: CommandContext,
  { staged, read, groupId }: DiskSearch,
): Promise<RestoredMachine | undefined> {
  const { template } = staged;
  const parameterFile = parameterFileOf(template);
  if (template === undefined) {
    return undefined;
  }
  const [bytes, parameters] = await Promise.all([
    read(template),
    parameterFile === undefined ? undefined : read(parameterFile),
  ]);
  return bytes === undefined ? undefined : parseRestoredTemplate(bytes, groupId, parameters);
}

async function fromConfig(
  _context: CommandContext,
  { staged: { config }, read, groupId }: DiskSearch,
): Promise<RestoredMachine | undefined> {
  const bytes = config === undefined ? undefined : await read(config);
  return bytes === undefined ? undefined : parseRestoredConfig(bytes, groupId);
}

/** Only managed disks have tags. */
async function fromTags(
  context: CommandContext,
  { job, groupId }: DiskSearch,
): Promise<RestoredMachine | undefined> {
  const machines = await context.services.virtualMachines();
  const all = groupId === '' ? [] : await machines.disks(groupId);
  const made = all.filter((disk) => jobOfDisk(disk)?.toLowerCase() === job.jobId.toLowerCase());
  return machineOfDisks(made);
}

/** The OS disk alone says a system; undefined unless there is one, and a LUN in the name of each other. Pure. */
function machineOfDisks(disks: readonly ManagedDisk[]): RestoredMachine | undefined {
  const [boot, ...others] = disks.filter(({ osType }) => osType !== undefined);
  const dataDisks = disks
    .filter(({ osType }) => osType === undefined)
    .flatMap(({ id, name }) => {
      const lun = /-datadisk-(?<lun>\d+)-/u.exec(name)?.groups?.['lun'];
      return lun === undefined ? [] : [{ ...managed(id), lun: Number(lun) }];
    });
  return boot === undefined || others.length > 0 || dataDisks.length < disks.length - 1
    ? undefined
    : {
        osType: boot.osType === 'Windows' || boot.osType === 'Linux' ? boot.osType : undefined,
        size: undefined,
        osDisk: managed(boot.id),
        dataDisks,
      };
}

function managed(diskId: ResourceId): { readonly kind: 'managed'; readonly diskId: ResourceId } {
  return { kind: 'managed', diskId };
}
