// Where a sandbox is served when nobody says otherwise, and how fast its time may pass.

import type { z } from 'zod';
import type { Zod } from '../options/option.js';

/** The same each time, so that what a shell was told stays true when the server is started anew. */
export const DEFAULT_PORT = 8443;

/** The proxy's address on this machine. */
export const DEFAULT_ADDRESS = `http://127.0.0.1:${DEFAULT_PORT}`;

/** A second of which is a bit more than a day. */
const MAX_SPEED = 100_000;

/** A speed as it is typed: virtual seconds in a real one. */
export function speedSchema(zod: Zod): z.ZodCoercedNumber {
  return zod.coerce
    .number(`the speed must be a number above 0, at most ${MAX_SPEED}, such as 60`)
    .positive('the speed must be above 0; to stop time: azbackup sandbox clock freeze')
    .max(MAX_SPEED, `the speed must be at most ${MAX_SPEED}`);
}
