// Tokens of the tenant that a subscription is of.

import { describe, expect, it } from 'vitest';
import { CLOUDS } from '../../../../src/services/arm/clouds.js';
import { fetchHttpClient } from '../../../../src/services/arm/transport/fetch-http-client.js';
import { createServices } from '../../../../src/services/create-services.js';
import type { Services } from '../../../../src/services/services.js';
import { armError, json } from '../../../support/contract/services-under-test.js';
import { VirtualClock } from '../../../support/virtual-clock.js';

const HOME = '11111111-1111-4111-8111-111111111111';
const OTHER = '99999999-9999-4999-8999-999999999999';

interface Tried {
  readonly services: Services;
  /** Paths with the tenant of the token that was sent. */
  readonly sent: readonly string[];
  /** Tenants that tokens were asked for; `-` for none in particular. */
  readonly asked: readonly string[];
}

/** A sign-in that reaches both tenants, and subscriptions of the other one. */
function twoTenants(
  challenge = `Bearer authorization_uri="https://login.windows.net/${OTHER}", error="invalid_token"`,
  code = 'InvalidAuthenticationTokenTenant',
): Tried {
  const sent: string[] = [];
  const asked: string[] = [];
  const answer = (request: Request): Response => {
    const tenant = request.headers.get('authorization')?.split('.')[1] ?? 'none';
    const { pathname, host } = new URL(request.url);
    sent.push(`${host.startsWith('graph') ? 'graph' : pathname} ${tenant}`);
    return tenant === OTHER || host.startsWith('graph')
      ? json({ value: [] })
      : armError(401, code, 'wrong issuer', { 'www-authenticate': challenge });
  };
  const clock = new VirtualClock();
  const services = createServices({
    cloud: CLOUDS.AzureCloud,
    httpClient: fetchHttpClient((request) => Promise.resolve(answer(request))),
    clock,
    correlationId: HOME,
    version: '0.0.0',
    maxRetries: 0,
    credential: () =>
      Promise.resolve({
        getToken: (_scopes, options) => {
          asked.push(options?.tenantId ?? '-');
          const token = `t.${options?.tenantId ?? HOME}.s`;
          return Promise.resolve({ token, expiresOnTimestamp: Date.UTC(2100, 0, 1) });
        },
      }),
  });
  return { services, sent, asked };
}

describe('a subscription of another tenant than the sign-in’s own', () => {
  it('is asked with a token of its own, through SDKs and without', async () => {
    const { services, sent, asked } = twoTenants();
    expect(await (await services.recoveryVaults()).list('s-1')).toEqual([]);
    expect(await (await services.subscriptions()).locks('s-1')).toEqual([]);
    const vaults = '/subscriptions/s-1/providers/Microsoft.RecoveryServices/vaults';
    const locks = '/subscriptions/s-1/providers/Microsoft.Authorization/locks';
    expect(sent).toEqual([`${vaults} ${HOME}`, `${vaults} ${OTHER}`, `${locks} ${OTHER}`]);
    expect(asked.filter((tenant) => tenant !== '-')).toEqual([OTHER]);
  });

  it('has a directory of its own', async () => {
    const { services, sent } = twoTenants();
    await (await services.recoveryVaults()).list('s-1');
    await (await services.directory()).servicePrincipal('app');
    expect(sent.at(-1)).toBe(`graph ${OTHER}`);
  });

  it.each([
    ['another refusal', undefined, 'ExpiredAuthenticationToken'],
    ['no tenant', 'Bearer authorization_uri="https://login.windows.net/common"', undefined],
    ['what is no tenant', 'Bearer authorization_uri="https://login.windows.net/../x"', undefined],
  ])('is not looked for after %s', async (_, challenge, code) => {
    const { services, sent } = twoTenants(challenge, code);
    await expect((await services.subscriptions()).locks('s-1')).rejects.toMatchObject({
      fields: { code: 'AZB_NOT_AUTHENTICATED' },
    });
    expect(sent).toHaveLength(1);
  });

  it('is asked for once: a token of it that is refused too ends it', async () => {
    const { services, sent } = twoTenants(
      `Bearer authorization_uri="https://login.windows.net/${HOME}"`,
    );
    await expect((await services.subscriptions()).locks('s-1')).rejects.toMatchObject({
      fields: { code: 'AZB_NOT_AUTHENTICATED' },
    });
    expect(sent.length).toBeLessThanOrEqual(2);
  });
});
