// Protected items as they are read: all of a vault, and that of one machine.

import type {
  ProtectedItemResource,
  RecoveryServicesBackupClient,
} from '@azure/arm-recoveryservicesbackup';
import type { Clock } from '../../clock.js';
import { nameOf, type ResourceId } from '../../domain/resource-id.js';
import { partsOf } from '../arm/addressed-client.js';
import { callAzure, callOrAbsent } from '../arm/errors.js';
import { readAhead } from '../arm/whole-list.js';
import { equalities } from '../arm/odata-filter.js';
import type { ProtectedItem } from '../../domain/vaults/recovery-services.js';
import { oddItemFrom } from './odd-item.js';
import type { BackupService, ListedItems, OddItem } from '../services.js';
import { containerNameOf, FABRIC_NAME, itemNameOf } from './item-names.js';
import { protectedItemFrom, recoveryPointCountOf } from './protected-item.js';

/** The kind of item that is meant, in the list's filter. */
const AZURE_VM = 'AzureIaasVM';

/** The reading of items. */
export function itemReads(
  clientFor: (id: ResourceId) => RecoveryServicesBackupClient,
  clock: Clock,
): Pick<BackupService, 'items' | 'listedItems' | 'item' | 'recoveryPointCount'> {
  const itemFrom = (resource: ProtectedItemResource): ReturnType<typeof protectedItemFrom> =>
    protectedItemFrom(resource, clock.now());
  const itemOf = (
    doing: string,
    { vaultId, vmId }: { readonly vaultId: ResourceId; readonly vmId: ResourceId },
    options: { filter?: string } = {},
  ): Promise<ProtectedItemResource | undefined> => {
    const { resourceGroup, name } = partsOf(vaultId);
    const [container, item] = [containerNameOf(vmId), itemNameOf(vmId)];
    return callOrAbsent({ doing: `${doing} in ${name}`, target: vaultId }, () =>
      clientFor(vaultId).protectedItems.get(
        name,
        resourceGroup,
        FABRIC_NAME,
        container,
        item,
        options,
      ),
    );
  };
  const listedItems = async (vaultId: ResourceId): Promise<ListedItems> => {
    const { resourceGroup, name } = partsOf(vaultId);
    const filter = equalities({ backupManagementType: AZURE_VM, itemType: 'VM' });
    const odd: OddItem[] = [];
    const read = (resource: ProtectedItemResource): readonly ProtectedItem[] => {
      try {
        const item = itemFrom(resource);
        return item === undefined ? [] : [item];
      } catch (error) {
        odd.push(oddItemFrom(resource, error));
        return [];
      }
    };
    const items = await callAzure(
      { doing: `list the protected items of ${name}`, target: vaultId },
      () =>
        readAhead(
          clientFor(vaultId)
            .backupProtectedItems.list(name, resourceGroup, filtered(filter))
            .byPage(),
          (page) => page.flatMap((resource) => read(resource)),
        ),
    );
    return { items, odd };
  };
  return {
    items: async (vaultId) => {
      const { items, odd } = await listedItems(vaultId);
      const [first] = odd;
      if (first !== undefined) {
        throw first.error;
      }
      return items;
    },
    listedItems,
    item: async (vaultId, vmId) => {
      const found = await itemOf(`read the protected item of ${nameOf(vmId)}`, { vaultId, vmId });
      return found === undefined ? undefined : itemFrom(found);
    },
    recoveryPointCount: async (vaultId, vmId) => {
      const found = await itemOf(
        `count the recovery points of ${nameOf(vmId)}`,
        { vaultId, vmId },
        filtered(equalities({ expand: 'extendedinfo' })),
      );
      return found === undefined ? undefined : recoveryPointCountOf(found);
    },
  };
}

function filtered(filter: string | undefined): { filter?: string } {
  return filter === undefined ? {} : { filter };
}
