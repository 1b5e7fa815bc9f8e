// Makes the place of a drill: a resource group, a network that nothing enters and nothing leaves, and a key vault where the
// original keys are gone. Each thing is written down before it is made.

import { NETWORK_RANGE } from '../../../domain/drill/drill-place.js';
import type { KeyVault } from '../../../domain/keys/key-vault.js';
import { regionKey } from '../../../domain/region.js';
import { nameOf, type ResourceId } from '../../../domain/resource-id.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { SecurityRule } from '../../../services/drill-services.js';
import type { Operation } from '../../../services/services.js';
import type { StepReporter } from '../../../steps/apply.js';
import { isLostResponse } from '../../../steps/waiting/send-safely.js';
import { repeatUntil } from '../../../steps/waiting/repeat-until.js';
import type { CommandContext } from '../../context.js';
import { shownWork } from '../drill-work.js';
import type { DrillResource } from '../evidence.js';
import { followed } from '../follow.js';
import type { DrillSession } from '../session.js';
import type { PreparedDrill } from './prepare.js';

const RETRY_INTERVAL_SECONDS = 15;
const MAX_SENDS = 3;

/** After the rules that allow something. */
const DENY_PRIORITY = 4000;
const HTTPS = 443;

/**
 * What ADE has to reach: "Azure Disk Encryption for Linux VMs", networking requirements. Key vault and disks are in the region
 * of the VM; of Entra there is no tag by region ("Virtual network service tags").
 */
const ADE_SERVICES = [
  { tag: 'AzureKeyVault', isRegional: true },
  { tag: 'AzureActiveDirectory', isRegional: false },
  { tag: 'Storage', isRegional: true },
] as const;

/** The rules of the drill's network: nothing both ways, but for what ADE needs where it has to run again. */
export function securityRules({
  adeRuns,
  location,
}: Pick<PreparedDrill, 'adeRuns' | 'location'>): readonly SecurityRule[] {
  const allowed = adeRuns ? ADE_SERVICES : [];
  return [
    ...allowed.map(({ tag, isRegional }, at): SecurityRule => ({
      name: `allow-${tag}`,
      priority: 100 + at,
      direction: 'Outbound',
      access: 'Allow',
      service: { tag: isRegional ? `${tag}.${regionKey(location)}` : tag, port: HTTPS },
    })),
    { name: 'deny-in', priority: DENY_PRIORITY, direction: 'Inbound', access: 'Deny' },
    { name: 'deny-out', priority: DENY_PRIORITY, direction: 'Outbound', access: 'Deny' },
  ];
}

/** @throws AzbackupError what Azure refuses; `AZB_NAME_TAKEN` (5) where the name of the group is somebody else's */
export async function buildPlace(
  context: CommandContext,
  session: DrillSession,
  prepared: PreparedDrill,
  started: number,
): Promise<void> {
  const { place, location, tags, target } = prepared;
  const { services } = context;
  const vmId = target.item.sourceResourceId;
  const make = (
    kind: DrillResource['kind'],
    id: ResourceId,
    noun: string,
    send: () => Promise<Operation | undefined>,
  ): Promise<void> => made(context, session, { kind, id, noun, vmId, started, send });
  const groups = await services.resourceGroups();
  if ((await groups.get(place.groupId)) !== undefined) {
    throw new AzbackupError({
      code: 'AZB_NAME_TAKEN',
      kind: 'blocked',
      message: `resource group ${nameOf(place.groupId)} already exists`,
      target: place.groupId,
      fix: ['run it again: each drill has a name of its own'],
    });
  }
  await make('resource-group', place.groupId, 'resource group', async () => {
    await groups.put({ id: place.groupId, location, tags });
    return undefined;
  });
  const networks = await services.networks();
  const rules = securityRules(prepared);
  await make('network-security-group', place.securityGroupId, 'network security group', () =>
    networks.putSecurityGroup({ id: place.securityGroupId, location, rules, tags }),
  );
  await make('virtual-network', place.networkId, 'virtual network', () =>
    networks.putNetwork({
      id: place.networkId,
      location,
      range: NETWORK_RANGE,
      subnetName: place.subnetName,
      securityGroupId: place.securityGroupId,
      tags,
    }),
  );
  if (prepared.ownKeyVault) {
    const { tenantId, principalId } = await callerOf(context, prepared);
    const keyVaults = await services.keyVaults();
    await make('key-vault', place.keyVaultId, 'key vault', async () => {
      await keyVaults.create({
        id: place.keyVaultId,
        location,
        tenantId,
        principalId,
        adePrincipalId: prepared.adePrincipalId,
        tags,
      });
      return undefined;
    });
    await untilProvisioned(context, place.keyVaultId);
  }
}

interface Making {
  readonly kind: DrillResource['kind'];
  readonly id: ResourceId;
  readonly noun: string;
  readonly vmId: ResourceId;
  readonly started: number;
  readonly send: () => Promise<Operation | undefined>;
}

/** All of it are PUTs under names that nothing else has, so one whose response is lost is sent again. */
async function made(
  context: CommandContext,
  session: DrillSession,
  { kind, id, noun, vmId, started, send }: Making,
): Promise<void> {
  await session.note({ kind, id, state: 'intended' });
  const subject = `${noun} ${nameOf(id)}`;
  const words = { running: 'creating', done: 'created', subject };
  const work = { kind: `create-drill-${kind}`, target: id, vmId, name: words, started };
  await shownWork(context, work, async (reporter: StepReporter) => {
    let sends = 0;
    await repeatUntil(
      context,
      async () => {
        sends += 1;
        const operation = await send();
        if (operation !== undefined) {
          const what = `the creation of ${subject}`;
          await followed(context, operation, { what, target: id, reporter });
        }
      },
      {
        every: RETRY_INTERVAL_SECONDS,
        deadlineMilliseconds: undefined,
        retryOn: (error) => sends < MAX_SENDS && isLostResponse(error),
        onWaiting: (seconds) => reporter.waiting(seconds),
      },
    );
  });
  await session.note({ kind, id, state: 'made' });
}

async function callerOf(
  { services }: CommandContext,
  { target }: PreparedDrill,
): Promise<{ readonly tenantId: string; readonly principalId: string }> {
  const { subscriptionId } = target.vault;
  const [principalId, subscription] = await Promise.all([
    (await services.roles()).callerId(),
    (await services.subscriptions()).get(subscriptionId),
  ]);
  if (principalId === undefined || subscription === undefined) {
    throw new AzbackupError({
      code: 'AZB_CALLER_UNKNOWN',
      kind: 'not-allowed',
      message: 'the key vault of the drill cannot be opened to you',
      target: subscriptionId,
      causes: ['the token does not say who you are'],
    });
  }
  return { tenantId: subscription.tenantId, principalId };
}

const PROVISIONED_SECONDS = 600;

/**
 * A new key vault answers a moment after it is made, when its name is known everywhere.
 * @throws AzbackupError `AZB_OPERATION_RUNNING` (8)
 */
async function untilProvisioned(context: CommandContext, id: ResourceId): Promise<void> {
  const keyVaults = await context.services.keyVaults();
  const found = await repeatUntil(context, () => keyVaults.get(id), {
    every: RETRY_INTERVAL_SECONDS,
    deadlineMilliseconds: context.clock.now() + PROVISIONED_SECONDS * 1000,
    settles: isReady,
    retryOn: isLostResponse,
  });
  if (!isReady(found)) {
    context.signal.throwIfAborted();
    throw new AzbackupError({
      code: 'AZB_OPERATION_RUNNING',
      kind: 'still-running',
      message: `the address of key vault ${nameOf(id)} is not known yet`,
      target: id,
    });
  }
}

function isReady(vault: KeyVault | undefined): boolean {
  return vault !== undefined && vault.registering !== true;
}
