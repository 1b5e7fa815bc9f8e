// Whether the region has the size of the machine that is to be built. Found out only when the machine is made,
// it costs the whole restore of the disks before.

import { sameName } from '../../../domain/resource-id.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { CommandContext } from '../../context.js';
import type { RestorePlace } from './target.js';
import { nearNames } from '../../../facts/choose-machines.js';

/**
 * Where the list of sizes may not be read, Azure judges when the machine is made.
 * @param size undefined where no machine is made, or the size that the old one had is not known
 * @throws AzbackupError `AZB_SIZE_NOT_FOUND` (3)
 */
export async function refuseUnknownSize(
  context: CommandContext,
  { subscriptionId, location }: RestorePlace,
  size: string | undefined,
): Promise<void> {
  const sizes = size === undefined ? undefined : await sizesOf(context, subscriptionId, location);
  if (size === undefined || sizes === undefined || sizes.some((each) => sameName(each, size))) {
    return;
  }
  const near = nearNames(size, sizes);
  throw new AzbackupError({
    code: 'AZB_SIZE_NOT_FOUND',
    kind: 'not-found',
    message: `size ${size} is not available in ${location}`,
    target: size,
    causes: near.length === 0 ? [] : [`similar names: ${near.join(', ')}`],
    fix: [
      `az vm list-sizes --location ${location} --output table`,
      'choose another size: --size SIZE',
    ],
  });
}

async function sizesOf(
  context: CommandContext,
  subscriptionId: string,
  location: string,
): Promise<readonly string[] | undefined> {
  const machines = await context.services.virtualMachines();
  try {
    return await machines.sizes(subscriptionId, location);
  } catch (error) {
    if (error instanceof AzbackupError && error.fields.kind === 'not-allowed') {
      return undefined;
    }
    throw error;
  }
}
