// Whether the subscription may have the size of the machine that is to be built, in its region and zone. Found out only
// when the machine is made, it costs the whole restore of the disks before.

import { sameName } from '../../../domain/resource-id.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import { commandLine } from '../../../domain/command-line.js';
import type { MachineSize } from '../../../services/services.js';
import type { CommandContext } from '../../context.js';
import type { RestoreObstacle } from '../decide.js';
import { nearNames } from '../../../facts/choose-machines.js';
import type { RestorePlace } from './target.js';

/** The size that is wanted, and the zones that the machine is to be in. */
export interface SizeRequest {
  readonly size: string;
  readonly zones: readonly string[];
}

/**
 * Against a size. Where the lists of sizes cannot be read, Azure judges when the machine is made: that is warned of.
 * @param wanted undefined where no machine is made, or the size that the old one had is not known
 */
export async function sizeObstacle(
  context: CommandContext,
  place: RestorePlace,
  wanted: SizeRequest | undefined,
): Promise<RestoreObstacle | undefined> {
  const sizes = wanted === undefined ? undefined : await sizesOf(context, place, wanted.size);
  if (wanted === undefined || sizes === undefined) {
    return undefined;
  }
  const found = sizes.find(({ name }) => sameName(name, wanted.size));
  const error =
    found === undefined
      ? unknownSize(wanted.size, place, sizes)
      : restrictedSize(found, wanted.zones, place);
  return error === undefined ? undefined : { objection: 'size', error };
}

function unknownSize(
  size: string,
  { location }: RestorePlace,
  sizes: readonly MachineSize[],
): AzbackupError {
  const near = nearNames(
    size,
    sizes.map(({ name }) => name),
  );
  return new AzbackupError({
    code: 'AZB_SIZE_NOT_FOUND',
    kind: 'not-found',
    message: `size ${size} is not available in ${location}`,
    target: size,
    causes: near.length === 0 ? [] : [`similar names: ${near.join(', ')}`],
    fix: [listSkus(location), 'choose another size: --size SIZE'],
  });
}

/** Why the subscription cannot have a size that there is; undefined where nothing speaks against it. */
function restrictedSize(
  { name, restricted, zones, restrictedZones }: MachineSize,
  wanted: readonly string[],
  { location }: RestorePlace,
): AzbackupError | undefined {
  const missing = wanted.filter(
    (zone) => restrictedZones.includes(zone) || (zones.length > 0 && !zones.includes(zone)),
  );
  if (!restricted && missing.length === 0) {
    return undefined;
  }
  const where = restricted ? location : `zone ${missing.join(', ')} of ${location}`;
  return new AzbackupError({
    code: 'AZB_SIZE_RESTRICTED',
    kind: 'blocked',
    message: `the subscription cannot use size ${name} in ${where}`,
    target: name,
    causes: ['"Resource Skus - List": the size is restricted for this subscription'],
    fix: [listSkus(location, name), 'choose another size: --size SIZE'],
  });
}

function listSkus(location: string, size?: string): string {
  const only = size === undefined ? [] : ['--size', size];
  const list = ['list-skus', '--location', location, '--resource-type', 'virtualMachines'];
  return commandLine('az', 'vm', ...list, ...only, '--all', '--output', 'table');
}

/** Those of Resource SKUs, which say restrictions, too; for callers who may not read them, the mere names. */
async function sizesOf(
  context: CommandContext,
  { subscriptionId, location }: RestorePlace,
  size: string,
): Promise<readonly MachineSize[] | undefined> {
  const machines = await context.services.virtualMachines();
  const skus = await readOr(() => machines.sizes(subscriptionId, location));
  if (!(skus instanceof AzbackupError)) {
    return skus;
  }
  const names = await readOr(() => machines.sizeNames(subscriptionId, location));
  if (!(names instanceof AzbackupError)) {
    context.warn(
      `whether the subscription is restricted from size ${size} is unknown: ${skus.message}`,
    );
    return names.map((name) => ({ name, restricted: false, zones: [], restrictedZones: [] }));
  }
  context.warn(`whether size ${size} is available in ${location} is unknown: ${names.message}`);
  return undefined;
}

async function readOr<T>(read: () => Promise<T>): Promise<T | AzbackupError> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AzbackupError) {
      return error;
    }
    throw error;
  }
}
