// A backup policy from Azure's JSON to ours (ProtectionPolicies_Get). It is read without the SDK, which
// passes over every field that it does not know: an update would take those away.

import { z } from 'zod';
import type { BackupPolicy } from '../../../domain/backup-policy/policy.js';
import { unexpectedResponse } from '../../arm/unexpected-response.js';
import { policyFromWire } from './wire.js';

/** What every policy has, whatever it protects. */
export const policyResourceSchema = z.object({
  id: z.string(),
  name: z.string(),
  properties: z.looseObject({
    backupManagementType: z.string(),
    protectedItemsCount: z.number().nullish(),
  }),
});

/** The policy in our words; undefined when it is not for Azure VMs. Throws `AZB_UNEXPECTED_RESPONSE`. */
export function policyFrom({
  id,
  name,
  properties,
}: z.infer<typeof policyResourceSchema>): BackupPolicy | undefined {
  if (properties.backupManagementType !== 'AzureIaasVM') {
    return undefined;
  }
  const { terms, problems, unknown, timesDate } = policyFromWire(properties);
  if (terms === undefined) {
    throw unexpectedResponse(problems.join('; '), id);
  }
  return {
    ...terms,
    id,
    name,
    protectedItemsCount: properties.protectedItemsCount ?? 0,
    ...(unknown.length === 0 ? {} : { unknownFields: unknown }),
    ...(timesDate === undefined ? {} : { timesDate }),
  };
}
