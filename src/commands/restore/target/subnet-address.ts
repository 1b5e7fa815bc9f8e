// Whether an address can be had in a subnet.

import { IPv4 } from 'ipaddr.js';

/** `reserved`: Azure keeps the first four addresses of each range and the last one to itself. */
export type AddressFit = 'fits' | 'outside' | 'reserved';

/** As many addresses at the start of a range as a range of this length has. */
const RESERVED_AT_START = 30;

/**
 * How an IPv4 address stands to the ranges of a subnet, such as 10.0.0.0/24. Without any such range nothing
 * speaks against it. Rule: "Azure Virtual Network frequently asked questions", restrictions on addresses.
 */
export function fitOfAddress(address: string, prefixes: readonly string[]): AddressFit {
  const ranges = prefixes.filter((prefix) => IPv4.isValidCIDR(prefix));
  const wanted = IPv4.parse(address);
  const range = ranges.find((prefix) => wanted.match(IPv4.parseCIDR(prefix)));
  if (range === undefined) {
    return ranges.length === 0 ? 'fits' : 'outside';
  }
  const reserved =
    wanted.match(IPv4.networkAddressFromCIDR(range), RESERVED_AT_START) ||
    wanted.toString() === IPv4.broadcastAddressFromCIDR(range).toString();
  return reserved ? 'reserved' : 'fits';
}
