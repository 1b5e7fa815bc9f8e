import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { fitOfAddress } from '../../../../src/commands/restore/target/subnet-address.js';

describe('an address in a subnet', () => {
  it.each([
    ['10.0.0.4', ['10.0.0.0/24'], 'fits'],
    ['10.0.0.254', ['10.0.0.0/24'], 'fits'],
    ['10.0.0.0', ['10.0.0.0/24'], 'reserved'],
    ['10.0.0.3', ['10.0.0.0/24'], 'reserved'],
    ['10.0.0.255', ['10.0.0.0/24'], 'reserved'],
    ['10.0.0.14', ['10.0.0.8/29'], 'fits'],
    ['10.0.0.11', ['10.0.0.8/29'], 'reserved'],
    ['10.0.1.4', ['10.0.0.0/24'], 'outside'],
    ['10.0.1.4', ['fd00::/64', '10.0.0.0/24', '10.0.1.0/24'], 'fits'],
    ['10.0.1.4', ['fd00::/64'], 'fits'],
    ['10.0.1.4', [], 'fits'],
  ])('%s in %j: %s', (address, prefixes, fit) => {
    expect(fitOfAddress(address, prefixes)).toBe(fit);
  });

  it('can be had in all but five places of a range', () => {
    fc.assert(
      fc.property(fc.integer({ min: 24, max: 29 }), fc.nat(255), (bits, third) => {
        const prefix = `10.0.${third}.0/${bits}`;
        const fits = Array.from({ length: 256 }, (_, last) => `10.0.${third}.${last}`).filter(
          (address) => fitOfAddress(address, [prefix]) === 'fits',
        );
        expect(fits).toHaveLength(2 ** (32 - bits) - 5);
      }),
      { numRuns: 20 },
    );
  });
});
