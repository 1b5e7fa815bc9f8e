// Where a restore puts what it makes: the staging account, the group of the new disks, the subnet of the
// new machine. What the user did not name is taken where there is only one.

import {
  formatResourceId,
  nameOf,
  sameName,
  type ResourceId,
} from '../../../domain/resource-id.js';
import { sameRegion } from '../../../domain/region.js';
import type { StorageAccount } from '../../../domain/storage-account.js';
import { AzbackupError, usageError } from '../../../errors/azbackup-error.js';
import { commandLine } from '../../../domain/command-line.js';
import { DOCS } from '../../../preflight/documentation.js';
import { groupOf, stagingProblem } from '../rules.js';
import type { Subnet } from '../../../services/restore-services.js';
import type { CommandContext } from '../../context.js';
import { fitOfAddress } from './subnet-address.js';
import { nearNames } from '../../../facts/choose-machines.js';

/** A place of one subscription and region. */
export interface RestorePlace {
  readonly subscriptionId: string;
  readonly location: string;
}

/** A staging account, with what speaks against it. */
export interface StagingChoice {
  readonly account: StorageAccount;
  readonly problem?: string;
}

/** What of the options says where to stage. */
export interface StagingOptions {
  readonly stagingAccount?: string | undefined;
  readonly stagingIdentity?: string | undefined;
}

/**
 * The account named, or the only one that will do.
 * @throws AzbackupError `AZB_STORAGE_ACCOUNT_NOT_FOUND` (3), `AZB_STORAGE_ACCOUNT_NEEDED` (2)
 */
export async function chooseStagingAccount(
  context: CommandContext,
  { stagingAccount: requested, stagingIdentity }: StagingOptions,
  place: RestorePlace,
): Promise<StagingChoice> {
  const needs = { location: place.location, byIdentity: stagingIdentity !== undefined };
  const storage = await context.services.storage();
  if (requested?.includes('/') === true) {
    const account = await storage.account(requested);
    return checkedAccount(account ?? notThere(requested, []), needs);
  }
  const accounts = await storage.accounts(place.subscriptionId);
  if (requested !== undefined) {
    const account = accounts.find(({ name }) => sameName(name, requested));
    const names = accounts.map(({ name }) => name);
    return checkedAccount(account ?? notThere(requested, nearNames(requested, names)), needs);
  }
  // Premium accounts stage the machines alone whose disks are premium: they are for who names them.
  const fitting = accounts.filter(
    (each) => stagingProblem(each, needs) === undefined && SURE_TO_FIT.test(each.sku),
  );
  const [only] = fitting;
  if (only === undefined || fitting.length > 1) {
    throw accountNeeded(fitting, place);
  }
  return { account: only };
}

/** Of GZRS no page says whether it can stage a restore: such accounts are for who names them. */
const SURE_TO_FIT = /^standard_(?:lrs|zrs|grs|ragrs)$/iu;

function checkedAccount(
  account: StorageAccount,
  needs: Parameters<typeof stagingProblem>[1],
): StagingChoice {
  const problem = stagingProblem(account, needs);
  return { account, ...(problem === undefined ? {} : { problem }) };
}

function notThere(requested: string, near: readonly string[]): never {
  throw new AzbackupError({
    code: 'AZB_STORAGE_ACCOUNT_NOT_FOUND',
    kind: 'not-found',
    message: `no storage account named ${nameOf(requested)}`,
    target: requested,
    causes: near.length === 0 ? [] : [`similar names: ${near.join(', ')}`],
    fix:
      near.length > 0
        ? near.slice(0, 1).map((name) => `did you mean: --staging-account ${name}`)
        : ['az storage account list --output table'],
  });
}

function accountNeeded(
  fitting: readonly StorageAccount[],
  { location }: RestorePlace,
): AzbackupError {
  const none = fitting.length === 0;
  const sku = ['--sku', 'Standard_LRS', '--kind', 'StorageV2'];
  return usageError(
    'AZB_STORAGE_ACCOUNT_NEEDED',
    none
      ? `no storage account in ${location} can be used for staging`
      : `${fitting.length} storage accounts in ${location} can be used for staging`,
    {
      causes: none
        ? ['a disk restore needs a storage account in that region']
        : fitting.map(({ id }) => id),
      fix: none
        ? [
            commandLine(
              'az',
              'storage',
              'account',
              'create',
              '--name',
              'NAME',
              '-g',
              'GROUP',
              '--location',
              location,
              ...sku,
            ),
          ]
        : ['choose one: --staging-account NAME'],
      docs: DOCS.vmRestore,
    },
  );
}

/**
 * The id of a resource group that exists.
 * @param requested name or id
 * @throws AzbackupError `AZB_RESOURCE_GROUP_NOT_FOUND` (3)
 */
export async function findGroup(
  context: CommandContext,
  requested: string,
  { subscriptionId }: RestorePlace,
): Promise<{ readonly id: ResourceId; readonly name: string }> {
  const name = groupOf(requested)?.name ?? requested;
  const found = await (await context.services.subscriptions()).resourceGroup(subscriptionId, name);
  if (found === undefined) {
    throw new AzbackupError({
      code: 'AZB_RESOURCE_GROUP_NOT_FOUND',
      kind: 'not-found',
      message: `no resource group named ${name}`,
      target: requested,
      causes: [`searched in subscription ${subscriptionId}`],
      fix: ['choose another: --target-resource-group NAME'],
    });
  }
  return { id: `/subscriptions/${subscriptionId}/resourceGroups/${found.name}`, name: found.name };
}

/** The subnet that is asked for, and the address in it. */
export interface SubnetRequest {
  readonly vnet: string;
  readonly subnet?: string | undefined;
  /** IPv4; Azure chooses where there is none. */
  readonly privateAddress?: string | undefined;
}

/**
 * The subnet of a new machine.
 * @throws AzbackupError `AZB_NETWORK_NOT_FOUND` (3), `AZB_NETWORK_AMBIGUOUS` or `AZB_SUBNET_NEEDED` (2),
 * `AZB_NETWORK_ELSEWHERE` or `AZB_ADDRESS_UNFIT` (5)
 */
export async function findSubnet(
  context: CommandContext,
  { vnet, subnet, privateAddress }: SubnetRequest,
  place: RestorePlace,
): Promise<ResourceId> {
  const networks = await context.services.networks();
  const id = vnet.includes('/') ? vnet : await networkNamed(context, vnet, place);
  const network = await networks.network(id);
  if (network === undefined) {
    throw networkNotFound(vnet, []);
  }
  if (!sameRegion(network.location, place.location)) {
    throw new AzbackupError({
      code: 'AZB_NETWORK_ELSEWHERE',
      kind: 'blocked',
      message: `virtual network ${nameOf(id)} is in ${network.location}, but the restored disks are in ${place.location}`,
      target: id,
      causes: ['a VM, its disks and its network must be in the same region'],
      fix: [`choose a virtual network in ${place.location}: --vnet NAME`],
    });
  }
  const names = network.subnets.map(({ name }) => name);
  const found =
    subnet === undefined && network.subnets.length === 1
      ? network.subnets[0]
      : network.subnets.find(({ name }) => sameName(name, subnet ?? ''));
  if (found === undefined) {
    throw subnet === undefined
      ? usageError('AZB_SUBNET_NEEDED', `${nameOf(id)} has ${names.length} subnets`, {
          causes: names,
          fix: ['choose one: --subnet NAME'],
        })
      : networkNotFound(`${nameOf(id)}/${subnet}`, nearNames(subnet, names));
  }
  refuseAddress(found, privateAddress);
  return found.id;
}

function refuseAddress({ id, name, prefixes }: Subnet, address: string | undefined): void {
  const fit = address === undefined ? 'fits' : fitOfAddress(address, prefixes);
  if (address === undefined || fit === 'fits') {
    return;
  }
  throw new AzbackupError({
    code: 'AZB_ADDRESS_UNFIT',
    kind: 'blocked',
    message:
      fit === 'outside' ? `${address} is not in subnet ${name}` : `${address} is reserved by Azure`,
    target: id,
    causes: [
      fit === 'outside'
        ? '"Private IP addresses": a static address must be in the range of its subnet'
        : '"Azure Virtual Network FAQ": the first four addresses and the last of each range are reserved',
      `${name} has ${prefixes.join(', ')}`,
    ],
    fix: ['choose another: --private-address ADDRESS, or omit it for a dynamic address'],
    docs: DOCS.virtualNetworkAddresses,
  });
}

async function networkNamed(
  context: CommandContext,
  name: string,
  { subscriptionId, location }: RestorePlace,
): Promise<ResourceId> {
  const all = await (await context.services.networks()).networks(subscriptionId);
  const named = all.filter(({ id }) => sameName(nameOf(id), name));
  const near = named.filter((network) => sameRegion(network.location, location));
  const candidates = near.length > 0 ? near : named;
  const [only] = candidates;
  if (only === undefined) {
    throw networkNotFound(
      name,
      nearNames(
        name,
        all.map(({ id }) => nameOf(id)),
      ),
    );
  }
  if (candidates.length > 1) {
    throw usageError(
      'AZB_NETWORK_AMBIGUOUS',
      `${candidates.length} virtual networks are named ${name}`,
      {
        causes: candidates.map(({ id }) => id),
        fix: ['choose one by id: --vnet ID'],
      },
    );
  }
  return only.id;
}

function networkNotFound(requested: string, near: readonly string[]): AzbackupError {
  return new AzbackupError({
    code: 'AZB_NETWORK_NOT_FOUND',
    kind: 'not-found',
    message: `no virtual network or subnet named ${requested}`,
    target: requested,
    causes: near.length === 0 ? [] : [`similar names: ${near.join(', ')}`],
    fix: ['az network vnet list --output table'],
  });
}

/** The id that a new machine has in a group. */
export function newMachineId(
  { subscriptionId }: RestorePlace,
  resourceGroup: string,
  name: string,
): ResourceId {
  return formatResourceId({
    subscriptionId,
    resourceGroup,
    type: 'Microsoft.Compute/virtualMachines',
    names: [name],
  });
}
