// The body of a PUT of a protected item, and what it asks for. Recordings protection-*.

import { z } from 'zod';
import type { DiskSelection } from './state.js';

/** Strict: members that no recorded client sends are refused by name. */
export const itemBodySchema = z.strictObject({
  properties: z.strictObject({
    protectedItemType: z.literal('Microsoft.Compute/virtualMachines'),
    sourceResourceId: z.string().optional(),
    policyId: z.string().optional(),
    protectionState: z.enum(['ProtectionStopped', 'BackupsSuspended']).optional(),
    isRehydrate: z.boolean().optional(),
    /** Ids of requests of the vault's Resource Guard. */
    resourceGuardOperationRequests: z.array(z.string()).optional(),
    extendedProperties: z
      .strictObject({
        diskExclusionProperties: z
          .strictObject({ diskLunList: z.array(z.number()), isInclusionList: z.boolean() })
          .optional(),
      })
      .optional(),
  }),
});

type ItemBody = z.infer<typeof itemBodySchema>;

/** What a PUT of an item asks for; `invalid` when it does not hang together. */
export type ItemIntent =
  | {
      readonly kind: 'configure';
      readonly policyId: string;
      readonly diskSelection: DiskSelection | undefined;
    }
  | { readonly kind: 'stop' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'undelete' }
  | { readonly kind: 'invalid' };

/** Reads the intent out of a body: the protocol has one request for all of them. */
export function readIntent({ properties }: ItemBody): ItemIntent {
  if (properties.isRehydrate === true) {
    return { kind: 'undelete' };
  }
  if (properties.protectionState === 'ProtectionStopped') {
    return { kind: 'stop' };
  }
  if (properties.protectionState === 'BackupsSuspended') {
    return { kind: 'suspend' };
  }
  if (properties.policyId === undefined || properties.policyId === '') {
    return { kind: 'invalid' };
  }
  return {
    kind: 'configure',
    policyId: properties.policyId,
    diskSelection: properties.extendedProperties?.diskExclusionProperties,
  };
}
