// How Azure writes instants. The sandbox's only use of Date, and only on instants given to it.

/** RFC 3339 with milliseconds and Z, such as 2026-11-23T18:00:00.000Z. */
export function isoInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/**
 * With seven fraction digits, as .NET services write: 2026-11-23T18:00:00.1230000Z. Recorded on
 * role assignments and backup items; the last four digits are always zero here, because the
 * sandbox counts milliseconds.
 */
export function ticksInstant(milliseconds: number): string {
  return isoInstant(milliseconds).replace('Z', '0000Z');
}

/** The form of HTTP's Date header: Mon, 23 Nov 2026 18:00:00 GMT. */
export function httpDate(milliseconds: number): string {
  return new Date(milliseconds).toUTCString();
}

/** Compact form of ARM's routing ids and diagnostics: 20261123T180000Z. */
export function compactInstant(milliseconds: number): string {
  return isoInstant(milliseconds).replaceAll(/[-:]|\.\d+/gu, '');
}

/** American form without zone, as ARM's token errors write it: 11/23/2026 6:00:00 PM. */
export function usInstant(milliseconds: number): string {
  const date = new Date(milliseconds);
  const hours = date.getUTCHours();
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
  const time = [hours % 12 === 0 ? 12 : hours % 12, date.getUTCMinutes(), date.getUTCSeconds()]
    .map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0')))
    .join(':');
  return `${day} ${time} ${hours < 12 ? 'AM' : 'PM'}`;
}

/** Whole seconds since the epoch, Key Vault's way to write instants. */
export function unixSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

/** The instant that an ISO 8601 text names, in milliseconds; undefined when it names none. */
export function parseInstant(text: string): number | undefined {
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** The instant as the libraries want it that write certificates. */
export function dateOf(milliseconds: number): Date {
  return new Date(milliseconds);
}
