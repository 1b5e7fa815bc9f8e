import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  redact,
  redactedLines,
  redactError,
  redactUrl,
} from '../../../../src/services/arm/transport/redaction.js';

const CANARY = 'CANARYcanary0123456789';

/** Bytes that look like chance, and are the same each time. */
function bytesOf(seed: string, count: number): Buffer {
  const parts = Array.from({ length: Math.ceil(count / 32) }, (_, index) =>
    createHash('sha256').update(`${seed}/${index}`).digest(),
  );
  return Buffer.concat(parts).subarray(0, count);
}

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

  it.each([16, 32, 48, 64, 128, 256, 384])(
    'takes out %d bytes of a key, however they are encoded and quoted',
    (bytes) => {
      const leaks = Array.from({ length: 200 }, (_, seed) =>
        bytesOf(`${bytes}/${seed}`, bytes),
      ).flatMap((key) => {
        const padded = key.toString('base64');
        const encodings = [padded, ...(bytes < 32 ? [] : [key.toString('base64url')])];
        return encodings.flatMap((encoded) =>
          [`the key ${encoded} is bad`, `"${encoded}"`, `key '${encoded}',`].filter((text) =>
            redact(text).includes(encoded),
          ),
        );
      });
      // Chance gives a few keys no digit, or a word.
      expect(leaks.length).toBeLessThan(200 * 6 * 0.1);
    },
  );

  it.each([
    'operation MjA0Nzs3YmU4ZDUxMi04MzYxLTQyMTMtODQ0Zi0yYmQ2MTViNDFiYTc= goes on',
    'azbackup restore --restore-point-collection-name=x',
    'https://management.azure.com/Subscriptions/1/resourceGroups/production1/providers/Microsoft.RecoveryServices',
    'backupFabrics/Azure/protectionContainers/IaasVMContainer;iaasvmcontainerv2;rg-prod;VM001',
    'AzureBackup_VM001-with-a-very-long-name-of-production_1234567890123456',
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
