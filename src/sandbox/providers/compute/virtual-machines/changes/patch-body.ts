// What a request may change of a machine by naming only that.

import { z } from 'zod';
import { dataDiskSchema } from '../body.js';

/** The body of VirtualMachines_Update; members that are not modelled are refused by name. */
export const machinePatchSchema = z.strictObject({
  tags: z.record(z.string(), z.string()).optional(),
  properties: z
    .strictObject({
      hardwareProfile: z.strictObject({ vmSize: z.string() }).optional(),
      storageProfile: z.strictObject({ dataDisks: z.array(dataDiskSchema).optional() }).optional(),
      licenseType: z.string().optional(),
    })
    .optional(),
});

/** The body of VirtualMachines_Update. */
export type MachinePatch = z.infer<typeof machinePatchSchema>;
