import type { GetTokenOptions } from '@azure/core-auth';
import { describe, expect, it } from 'vitest';
import { cachedCredential } from '../../../../src/services/arm/sign-in/token-cache.js';
import { VirtualClock } from '../../../support/virtual-clock.js';

const SCOPE = 'https://management.azure.com/.default';
/** The machine's own time, which has nothing to do with the command's. */
const MACHINE_NOW = 1_000_000_000_000;

function cacheUnderTest({ failures = 0 } = {}) {
  const clock = new VirtualClock();
  const fetched: (GetTokenOptions | undefined)[] = [];
  let made = 0;
  const credential = cachedCredential(
    () => {
      made += 1;
      const maker = made;
      return Promise.resolve({
        getToken: (_scopes: string | string[], options?: GetTokenOptions) => {
          fetched.push(options);
          if (fetched.length <= failures) {
            return Promise.reject(new Error('no'));
          }
          const expiresOnTimestamp = MACHINE_NOW + 3_600_000;
          return Promise.resolve({ token: `token-${maker}-${fetched.length}`, expiresOnTimestamp });
        },
      });
    },
    clock,
    { now: () => MACHINE_NOW },
  );
  return { clock, credential, fetched, made: () => made };
}

describe('the token cache', () => {
  it('makes no credential before a token is wanted', () => {
    expect(cacheUnderTest().made()).toBe(0);
  });

  it('gives everybody one token, and tells the SDKs to ask again', async () => {
    const { credential, fetched } = cacheUnderTest();
    const tokens = await Promise.all([credential.getToken(SCOPE), credential.getToken([SCOPE])]);
    expect(tokens.map((token) => token?.token)).toEqual(['token-1-1', 'token-1-1']);
    expect(tokens[0]?.expiresOnTimestamp).toBe(0);
    expect(fetched).toHaveLength(1);
  });

  it('counts the hour by the clock of the command, and then signs in anew', async () => {
    const { clock, credential } = cacheUnderTest();
    await credential.getToken(SCOPE);
    clock.advance(54 * 60);
    expect((await credential.getToken(SCOPE))?.token).toBe('token-1-1');
    clock.advance(2 * 60);
    const tokens = await Promise.all([credential.getToken(SCOPE), credential.getToken(SCOPE)]);
    expect(tokens.map((token) => token?.token)).toEqual(['token-2-2', 'token-2-2']);
  });

  it('keeps audiences and tenants apart', async () => {
    const { credential, fetched } = cacheUnderTest();
    await credential.getToken(SCOPE);
    await credential.getToken('https://vault.azure.net/.default');
    await credential.getToken(SCOPE, { tenantId: 'other' });
    expect(fetched).toHaveLength(3);
  });

  it('asks anew when a service makes claims', async () => {
    const { credential, fetched } = cacheUnderTest();
    await credential.getToken(SCOPE);
    expect((await credential.getToken(SCOPE, { claims: '{}' }))?.token).toBe('token-1-2');
    expect((await credential.getToken(SCOPE))?.token).toBe('token-1-2');
    expect(fetched).toHaveLength(2);
  });

  it('does not keep a failure', async () => {
    const { credential } = cacheUnderTest({ failures: 1 });
    await expect(credential.getToken(SCOPE)).rejects.toThrow('no');
    expect((await credential.getToken(SCOPE))?.token).toBe('token-1-2');
  });
});
