// Addresses of subnets: IPv4 ranges, and the addresses in them that Azure keeps to itself.

/** A range of addresses as numbers; both ends belong to it. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** The number that an IPv4 address is; undefined for what is none. */
export function addressNumber(address: string): number | undefined {
  const parts = address.split('.');
  const valid =
    parts.length === 4 && parts.every((part) => /^\d{1,3}$/u.test(part) && Number(part) <= 255);
  return valid ? parts.reduce((sum, part) => sum * 256 + Number(part), 0) : undefined;
}

/** The address that a number stands for. */
export function addressText(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** The range of a prefix such as 10.0.0.0/24; undefined for what is none. */
export function rangeOf(prefix: string): AddressRange | undefined {
  const [network = '', bits = ''] = prefix.split('/');
  const start = addressNumber(network);
  const length = Number(bits);
  if (start === undefined || bits === '' || !Number.isInteger(length) || length > 32) {
    return undefined;
  }
  const size = 2 ** (32 - length);
  const first = Math.floor(start / size) * size;
  return { first, last: first + size - 1 };
}

/** Whether an address lies in a range. */
export function holdsAddress({ first, last }: AddressRange, number: number): boolean {
  return number >= first && number <= last;
}

/** Network, gateway and two for DNS at the start, broadcast at the end (Documentation: Azure Virtual Network FAQ). */
const RESERVED_AT_START = 4;

/** Whether Azure keeps an address of a subnet to itself. */
export function isReserved({ first, last }: AddressRange, number: number): boolean {
  return number < first + RESERVED_AT_START || number === last;
}

/** The lowest address of a subnet that is free; undefined when none is. */
export function lowestFree(range: AddressRange, taken: ReadonlySet<number>): number | undefined {
  for (let number = range.first + RESERVED_AT_START; number < range.last; number += 1) {
    if (!taken.has(number)) {
      return number;
    }
  }
  return undefined;
}
