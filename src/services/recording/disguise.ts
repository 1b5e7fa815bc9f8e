// What replaces in texts whatever names somebody's own; see create-disguise.ts.

import type { RecordedHosts } from './recorded-hosts.js';
import type { StandIns } from './stand-ins.js';

/** Disguises texts; the same text always in the same way. */
export interface Disguise {
  readonly standIns: StandIns;
  readonly hosts: RecordedHosts;
  /** A text whose form says what it is: id, address, path, URL, instant; undefined for any other. */
  form(text: string): string | undefined;
  /** A text that names something, whatever words it is made of. */
  name(text: string): string;
}
