// How fast a served sandbox's time may pass.

import type { z } from 'zod';
import type { Zod } from '../options/option.js';

/** A second of which is a bit more than a day. */
const MAX_SPEED = 100_000;

/** A speed as it is typed: virtual seconds in a real one. */
export function speedSchema(zod: Zod): z.ZodCoercedNumber {
  return zod.coerce
    .number(`the speed is a number from above 0 to ${MAX_SPEED}, such as 60`)
    .positive('the speed is above 0; azbackup sandbox clock freeze stops the time')
    .max(MAX_SPEED, `the speed is at most ${MAX_SPEED}`);
}
