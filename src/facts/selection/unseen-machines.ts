// Machines that no list of Resource Manager shows as it should: a query of Resource Graph names them, and they are gone
// in the meantime or not to be read; or their entry in the list is none of Azure's form.

import { countedVms } from '../../domain/fleet/counted-vms.js';
import type { CommandContext } from '../../commands/context.js';
import { firstNames } from '../../domain/fleet/first-names.js';
import {
  passes,
  type MachineFilter,
  type SelectableMachine,
} from '../../domain/fleet/selection.js';
import { parseResourceId } from '../../domain/resource-id.js';
import type { Target } from '../choose-machines.js';

/**
 * Of machines that no list shows, those that are meant: each then has a row with its reason. Where the words ask what
 * only a list could tell, they are left out, and that is said.
 */
export function unseenAmong(
  context: Pick<CommandContext, 'leftOut'>,
  unlisted: readonly Target[],
  { filter, isNamed }: { readonly filter: MachineFilter; readonly isNamed: boolean },
): readonly Target[] {
  const { locations, tags, encryption, protection } = filter;
  const asks = [locations, tags, encryption, protection].some((list) => list.length > 0);
  if (!asks && !isNamed) {
    return unlisted.filter((target) => passes(selectable(target), filter));
  }
  if (unlisted.length > 0) {
    const names = unlisted.map(({ name }) => name);
    context.leftOut(
      `${countedVms(unlisted.length)} left out, as no list of VMs describes them: ${firstNames(names)}`,
    );
  }
  return [];
}

function selectable({ id, name }: Target): SelectableMachine {
  const { resourceGroup = '' } = parseResourceId(id) ?? {};
  return { id, name, resourceGroup, location: '' };
}
