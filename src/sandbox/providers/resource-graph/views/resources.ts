// The table `resources`: what Resource Manager has of resources that have properties of their own.

import { listResources, listResourcesBelow, type ArmResource } from '../../../kernel/resource.js';
import { DENY_TYPE } from '../../authorization/deny-assignments/deny-assignments.js';
import { LOCK_TYPE } from '../../authorization/locks/locks.js';
import { powerStatus } from '../../compute/virtual-machines/instance-view.js';
import { renderResource } from '../../compute/virtual-machines/render.js';
import { findVirtualMachine, VIRTUAL_MACHINE_TYPE } from '../../compute/virtual-machines/state.js';
import { DELETED_VAULT_TYPE } from '../../key-vault/vaults/deleted-vaults.js';
import {
  findRecoveryVault,
  RECOVERY_VAULT_TYPE,
  renderVault,
} from '../../recovery-services/vaults/vault.js';
import type { Row } from '../kql/evaluate.js';
import { graphRow, isKnown, type GraphView } from './view.js';

/** Kept as resources in the world, and not in this table. */
const ELSEWHERE: ReadonlySet<string> = new Set(
  [LOCK_TYPE, DENY_TYPE, DELETED_VAULT_TYPE].map((type) => type.toLowerCase()),
);

/** The api-version whose form vaults have in the graph; which one it is, is assumed. */
const VAULT_VERSION = '2024-04-01';

/** The rows of the resources that the caller may read. */
export function resourceRows(view: GraphView, types: readonly string[] | undefined): Row[] {
  return [...view.subscriptionIds]
    .flatMap((id) => resourcesBelow(view, `/subscriptions/${id}`, types))
    .filter(({ type }) => !ELSEWHERE.has(type.toLowerCase()))
    .filter(({ type, id }) => view.mayRead(type, id))
    .filter((resource) => isKnown(view, whenMade(resource)))
    .map((resource) =>
      graphRow(view, { ...resource, properties: () => shownProperties(view, resource) }),
    );
}

function resourcesBelow(
  { state }: GraphView,
  below: string,
  types: readonly string[] | undefined,
): ArmResource[] {
  return types === undefined
    ? listResourcesBelow(state, below)
    : types.flatMap((type) => listResources(state, below, type));
}

function whenMade({ properties, extra }: ArmResource): unknown {
  const systemData = extra?.['systemData'];
  return typeof systemData === 'object' && systemData !== null && 'createdAt' in systemData
    ? systemData.createdAt
    : properties['timeCreated'];
}

function shownProperties(view: GraphView, resource: ArmResource): Record<string, unknown> {
  const { state, nowMilliseconds } = view;
  const type = resource.type.toLowerCase();
  if (type === RECOVERY_VAULT_TYPE.toLowerCase()) {
    const vault = findRecoveryVault(state, resource.id, nowMilliseconds);
    const properties =
      vault === undefined ? undefined : renderVault(state, vault, VAULT_VERSION)['properties'];
    return { ...(typeof properties === 'object' ? properties : {}) };
  }
  const { properties } = renderResource(resource);
  return type === VIRTUAL_MACHINE_TYPE.toLowerCase()
    ? { ...properties, ...extendedMember(view, resource.id) }
    : properties;
}

/** Of the instance view only the power state (Documentation: Resource Graph samples, virtual machines by power state). */
function extendedMember({ state }: GraphView, id: string): Record<string, unknown> {
  const machine = findVirtualMachine(state, id);
  const [powerState] = machine === undefined ? [] : powerStatus(machine);
  return powerState === undefined ? {} : { extended: { instanceView: { powerState } } };
}
