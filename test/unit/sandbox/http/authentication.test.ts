import { describe, expect, it } from 'vitest';
import { tiny, tinySandbox, vaultId } from '../../../support/worlds/tiny-world.js';

const armPath = `${vaultId(tiny.policyVault)}?api-version=2023-07-01`;
const secretsUrl = `https://${tiny.policyVault}.vault.azure.net/secrets?api-version=7.4`;
const graphUrl = 'https://graph.microsoft.com/v1.0/servicePrincipals';
const ARM = 'https://management.azure.com';
const VAULT = 'https://vault.azure.net';

describe('Resource Manager', () => {
  it('asks for the header', async () => {
    const { status, headers, body } = await tinySandbox().send('GET', armPath, { token: null });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe(
      `Bearer authorization_uri="https://login.windows.net/${tiny.tenantId}", error="invalid_token", error_description="The authentication failed because of missing 'Authorization' header."`,
    );
    expect(body.error).toEqual({
      code: 'AuthenticationFailed',
      message: "Authentication failed. The 'Authorization' header is missing.",
    });
  });

  it.each([
    ['InvalidAuthenticationToken', 'garbage'],
    ['InvalidAuthenticationToken', 'a.b.c'],
  ])('answers %s to %s', async (code, token) => {
    const { status, body } = await tinySandbox().send('GET', armPath, { token });
    expect([status, body.error.code]).toEqual([401, code]);
  });

  it('wants its own audience', async () => {
    const sandbox = tinySandbox();
    const token = sandbox.token(tiny.ownerId, VAULT);
    const { body } = await sandbox.send('GET', armPath, { token });
    expect(body.error.code).toBe('InvalidAuthenticationTokenAudience');
    expect(body.error.message).toContain(`resource '${VAULT}'`);
  });

  it('takes the old audience with and without slash', async () => {
    const sandbox = tinySandbox();
    for (const audience of [
      'https://management.core.windows.net/',
      'https://management.core.windows.net',
    ]) {
      const token = sandbox.token(tiny.ownerId, audience);
      expect((await sandbox.send('GET', armPath, { token })).status).toBe(200);
    }
  });

  it('tells when a token expired', async () => {
    const sandbox = tinySandbox();
    const token = sandbox.token(tiny.ownerId, ARM);
    sandbox.clock.advanceTo(sandbox.clock.now() + 3_600_000);
    const { body } = await sandbox.send('GET', armPath, { token });
    expect(body.error).toEqual({
      code: 'ExpiredAuthenticationToken',
      message:
        "The access token expiry UTC time '11/23/2026 1:00:00 PM' is earlier than current UTC time '11/23/2026 1:00:00 PM'.",
    });
  });

  it('names both tenants to a foreigner', async () => {
    const sandbox = tinySandbox();
    const { body } = await sandbox.send('GET', armPath, { as: tiny.foreignerId });
    expect(body.error.code).toBe('InvalidAuthenticationTokenTenant');
    expect(body.error.message).toContain(`https://sts.windows.net/${tiny.otherTenantId}/`);
    expect(body.error.message).toContain(`https://sts.windows.net/${tiny.tenantId}/`);
  });

  it('trusts no token of another world', async () => {
    const sandbox = tinySandbox();
    const other = tinySandbox();
    other.state.sealingSecret = 'another';
    const token = other.token(tiny.ownerId, ARM);
    const { body } = await sandbox.send('GET', armPath, { token });
    expect(body.error.code).toBe('InvalidAuthenticationToken');
  });
});

describe('Key Vault', () => {
  it('challenges with its tenant', async () => {
    const { status, headers, body } = await tinySandbox().send('GET', secretsUrl, { token: null });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe(
      `Bearer authorization="https://login.microsoftonline.com/${tiny.tenantId}", resource="https://vault.azure.net"`,
    );
    expect(headers.get('x-ms-keyvault-region')).toBe('japaneast');
    expect(body.error).toEqual({
      code: 'Unauthorized',
      message: 'AKV10000: Request is missing a Bearer or PoP token.',
    });
  });

  it('wants its own audience and tenant', async () => {
    const sandbox = tinySandbox();
    const token = sandbox.token(tiny.ownerId, ARM);
    const wrong = await sandbox.send('GET', secretsUrl, { token });
    expect(wrong.body.error.message).toBe(
      `AKV10022: Invalid audience. Expected https://vault.azure.net, found: ${ARM}.`,
    );
    const foreign = await sandbox.send('GET', secretsUrl, { as: tiny.foreignerId });
    expect(foreign.body.error.message).toContain('AKV10032: Invalid issuer.');
  });
});

describe('Graph', () => {
  it('answers in its own words', async () => {
    const { status, body } = await tinySandbox().send('GET', graphUrl, { token: null });
    expect([status, body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
  });
});
