// What a subscription may have of the sizes: in which zones, and which it is kept from. Documentation: Resource
// Skus - List; Resolve errors for SKU not available.

import { z } from 'zod';
import { providerError } from '../../../http/arm-error.js';
import { notModelled } from '../../../http/not-modelled.js';
import { parseFilter } from '../../../http/odata-filter.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { regions } from '../../../kernel/regions.js';
import type { WorldState } from '../../../kernel/state.js';
import { SUBSCRIPTION_PATH } from '../request.js';
import { canEncryptAtHost, coresOf, familyOf, MACHINE_SIZES } from './sizes.js';

/** Sizes that a subscription is kept from, by lower-case name: in some zones, or in the whole region. */
export const sizeRestrictionsSchema = z.record(
  z.string(),
  z.object({ zones: z.array(z.string()).optional() }),
);

const ZONES = ['1', '2', '3'];

/** 409 for a size that the subscription is kept from; undefined for one that it may have. */
export function restrictedSize(
  state: WorldState,
  wanted: { readonly size: string; readonly location: string; readonly zones: readonly string[] },
): OperationResponse | undefined {
  const restriction = state.sizeRestrictions?.[wanted.size.toLowerCase()];
  const hit =
    restriction !== undefined &&
    (restriction.zones === undefined ||
      wanted.zones.some((zone) => restriction.zones?.includes(zone)));
  return hit
    ? providerError(
        409,
        'SkuNotAvailable',
        `The requested VM size for resource 'Following SKUs have failed for Capacity Restrictions: ${wanted.size}' is currently not available in location '${wanted.location}'. Please try another size or deploy to a different location or different zone. See https://aka.ms/azureskunotavailable for details.`,
      )
    : undefined;
}

/** Azure's only filter of this list is that of the location. */
function listSkus({ state, query }: OperationRequest): OperationResponse {
  const filter = query['$filter'];
  const terms = filter === undefined ? [] : parseFilter(filter);
  const [term, ...others] = terms ?? [];
  if (terms === undefined || others.length > 0 || (term !== undefined && term.kind !== 'equals')) {
    return notModelled(`the filter ${filter ?? ''} of resource SKUs`);
  }
  const wanted = term?.value.toLowerCase();
  const named = regions.filter(({ name }) => wanted === undefined || name === wanted);
  const value = named.flatMap(({ name: location }) =>
    MACHINE_SIZES.map((size) => renderSku(state, size, location)),
  );
  return { status: 200, body: { value } };
}

function renderSku(state: WorldState, name: string, location: string): Record<string, unknown> {
  const restriction = state.sizeRestrictions?.[name.toLowerCase()];
  const { zones } = restriction ?? {};
  return {
    resourceType: 'virtualMachines',
    name,
    tier: 'Standard',
    size: name.replace('Standard_', ''),
    family: familyOf(name),
    locations: [location],
    locationInfo: [{ location, zones: ZONES, zoneDetails: [] }],
    capabilities: [
      { name: 'vCPUs', value: String(coresOf(name)) },
      { name: 'EncryptionAtHostSupported', value: canEncryptAtHost(name) ? 'True' : 'False' },
    ],
    restrictions:
      restriction === undefined
        ? []
        : [
            {
              type: zones === undefined ? 'Location' : 'Zone',
              values: [location],
              restrictionInfo: { locations: [location], ...(zones === undefined ? {} : { zones }) },
              reasonCode: 'NotAvailableForSubscription',
            },
          ],
  };
}

/** The operation that lists SKUs. */
export const skuRoutes: readonly SandboxOperation[] = [
  defineOperation({
    provider: 'compute',
    host: 'arm',
    apiVersions: ['2019-04-01', '2021-07-01'],
    id: 'ResourceSkus_List',
    method: 'GET',
    path: `${SUBSCRIPTION_PATH}/providers/Microsoft.Compute/skus`,
    query: ['$filter'],
    action: 'Microsoft.Compute/skus/read',
    evidence: [
      { kind: 'documentation', page: 'Azure REST API reference: Resource Skus - List' },
      {
        kind: 'documentation',
        page: 'Enable end-to-end encryption using encryption at host: find supported VM sizes',
      },
      { kind: 'assumption', note: 'that every size is in three zones of every region' },
    ],
    fidelity: 'simplified',
    simplification:
      'virtual machines only, on one page, of their capabilities vCPUs and encryption at host',
    handle: listSkus,
  }),
];
