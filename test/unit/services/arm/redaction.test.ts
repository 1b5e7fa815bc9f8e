import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  redact,
  redactedLines,
  redactError,
  redactUrl,
} from '../../../../src/services/arm/transport/redaction.js';

const CANARY = 'CANARYcanary0123456789';

describe('redact', () => {
  it.each([
    `Authorization: Bearer ${CANARY}`,
    `authorization: "bearer ${CANARY}"`,
    `https://a.blob.core.windows.net/c/b?sv=2020&sig=${CANARY}%3D&se=2026`,
    `https://management.azure.com/x/operationsStatus/1?api-version=2024-04-01&t=638493676502638196&c=${CANARY}&s=${CANARY}&h=${CANARY}`,
    `grant_type=client_credentials&client_secret=${CANARY}&scope=x`,
    `client_assertion=${CANARY}`,
    `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${CANARY};EndpointSuffix=x`,
    `{"value":"${CANARY}","id":"https://kv.vault.azure.net/secrets/s"}`,
    `{"secretData": "${CANARY}", "keyBackupData":"${CANARY}"}`,
    `{"access_token":"a\\"${CANARY}"}`,
    `token eyJhbGciOi.eyJ${CANARY}.${CANARY} was refused`,
    `blob ${CANARY.repeat(8)} is bad`,
  ])('takes the secret out of %s', (text) => {
    expect(redact(text)).not.toContain(CANARY);
    expect(redact(text)).toContain('[redacted]');
  });

  it.each([
    "The Resource 'Microsoft.Compute/virtualMachines/vm1' under resource group 'rg' was not found.",
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/some-long-machine-name',
    'https://kv.vault.azure.net/secrets/7856433B-F7AC-4CFF-9E14-048525CD9AE2/ff16d59d6e524dc6ba08fdd01e46dd91',
    '{"error":{"code":"Forbidden","message":"does not have secrets get permission on key vault \'kv;location=westus\'"}}',
  ])('leaves %s alone', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('splits into lines without blank ones', () => {
    expect(redactedLines('Item not found.\r\n\r\n  Check it. ')).toEqual([
      'Item not found.',
      'Check it.',
    ]);
  });
});

describe('redactUrl', () => {
  it('keeps of the query what tells one call from another', () => {
    const url = `https://management.azure.com/a/b;c?api-version=2023-06-01&$filter=status eq 'x'&t=1&c=${CANARY}&foo=${CANARY}`;
    expect(redactUrl(url)).toBe(
      "https://management.azure.com/a/b;c?api-version=2023-06-01&$filter=status eq 'x'",
    );
  });

  it('loses user info, and copes with what is no URL', () => {
    expect(redactUrl(`https://me:${CANARY}@host/x`)).toBe('https://host/x');
    expect(redactUrl(`no url?sig=${CANARY}`)).not.toContain(CANARY);
  });
});

describe('redactError', () => {
  it('keeps nothing but name, message and stack', () => {
    const error = Object.assign(new TypeError(`Bearer ${CANARY}`), { request: { body: CANARY } });
    const safe = redactError(error);
    expect(safe.name).toBe('TypeError');
    expect(inspect(safe, { depth: 9 })).not.toContain(CANARY);
    expect(redactError(`Bearer ${CANARY}`).message).not.toContain(CANARY);
  });
});
