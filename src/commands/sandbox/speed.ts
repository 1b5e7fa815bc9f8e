// How fast a served sandbox's time may pass.

import { z } from 'zod';

/** A second of which is a bit more than a day. */
const FASTEST = 100_000;

/** A speed as it is typed: virtual seconds in a real one. */
export const speedSchema = z.coerce
  .number(`the speed is a number from above 0 to ${FASTEST}, such as 60`)
  .positive('the speed is above 0; azbackup sandbox clock freeze stops the time')
  .max(FASTEST, `the speed is at most ${FASTEST}`);
