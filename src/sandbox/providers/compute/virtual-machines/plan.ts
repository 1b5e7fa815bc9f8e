// Marketplace plans: what a machine of a bought image, and the disks that come of it, say of what was bought.

import { z } from 'zod';

/** As machines have it under `plan`, and disks under `purchasePlan`. OpenAPI Plan, PurchasePlan. */
export const planSchema = z.strictObject({
  name: z.string(),
  publisher: z.string(),
  product: z.string(),
  promotionCode: z.string().optional(),
});

/** A plan of the Marketplace. */
export type MarketplacePlan = z.infer<typeof planSchema>;

/** Whether two plans are the same purchase; that case does not matter is an assumption. */
export function samePlan(left: MarketplacePlan, right: MarketplacePlan): boolean {
  return textOf(left) === textOf(right);
}

function textOf({ name, publisher, product }: MarketplacePlan): string {
  return [publisher, product, name].join('/').toLowerCase();
}
