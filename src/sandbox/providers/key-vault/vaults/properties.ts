// Computes the stored properties of a key vault from what a caller sent.

import { findRegion } from '../../../kernel/regions.js';
import type { ArmResource } from '../../../kernel/resource.js';
import type { NetworkAcls, PatchVaultBody, PutVaultBody } from './body.js';

/** From this api-version on a new vault uses roles unless it says otherwise (Documentation: Prepare for Key Vault API version 2026-02-01 and later). */
const RBAC_BY_DEFAULT_SINCE = '2026-02-01';

/** The properties of a vault after a PUT; members that were never set stay absent. */
export function putProperties(
  { properties }: PutVaultBody,
  existing: ArmResource | undefined,
  request: { readonly name: string; readonly apiVersion: string },
): Record<string, unknown> {
  const before = existing?.properties ?? {};
  const byDefault = existing === undefined && request.apiVersion >= RBAC_BY_DEFAULT_SINCE;
  return present({
    sku: properties.sku,
    tenantId: properties.tenantId,
    networkAcls: storedAcls(properties.networkAcls),
    accessPolicies: properties.accessPolicies ?? [],
    enabledForDeployment: properties.enabledForDeployment ?? false,
    enabledForDiskEncryption: properties.enabledForDiskEncryption,
    enabledForTemplateDeployment: properties.enabledForTemplateDeployment,
    enableSoftDelete: true,
    softDeleteRetentionInDays:
      before['softDeleteRetentionInDays'] ?? properties.softDeleteRetentionInDays ?? 90,
    enableRbacAuthorization:
      properties.enableRbacAuthorization ??
      before['enableRbacAuthorization'] ??
      (byDefault ? true : undefined),
    enablePurgeProtection:
      before['enablePurgeProtection'] ?? (properties.enablePurgeProtection === true || undefined),
    vaultUri: `https://${request.name.toLowerCase()}.vault.azure.net/`,
    provisioningState: 'Succeeded',
    publicNetworkAccess: properties.publicNetworkAccess ?? 'Enabled',
  });
}

/** The properties of a vault after a PATCH: only what was sent changes. */
export function patchProperties(
  vault: ArmResource,
  { properties = {} }: PatchVaultBody,
): Record<string, unknown> {
  const { networkAcls, ...others } = properties;
  const acls = networkAcls === undefined ? {} : { networkAcls: storedAcls(networkAcls) };
  return present({ ...vault.properties, ...present(others), ...acls });
}

/** Region names are kept without spaces and in lower case. */
export function storedLocation(location: string): string {
  return findRegion(location)?.name ?? location;
}

/**
 * Settings that let everybody in are not kept at all; the others are completed. Recording:
 * keyvault-mgmt.create-update-policy-delete-purge. Ranges get their mask, networks lose their case.
 */
function storedAcls(acls: NetworkAcls | undefined): unknown {
  const { ipRules = [], virtualNetworkRules = [] } = acls ?? {};
  const bypass = acls?.bypass ?? 'AzureServices';
  const defaultAction = acls?.defaultAction ?? 'Allow';
  const open = bypass === 'AzureServices' && defaultAction === 'Allow';
  if (open && ipRules.length === 0 && virtualNetworkRules.length === 0) {
    return undefined;
  }
  return {
    bypass,
    defaultAction,
    ipRules: ipRules.map(({ value }) => ({ value: value.includes('/') ? value : `${value}/32` })),
    virtualNetworkRules: virtualNetworkRules.map(({ id }) => ({ id: id.toLowerCase() })),
  };
}

function present(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
