// What is taken for a code in a pasted text, and what is not.
import { describe, expect, it } from 'vitest';
import { allEntries } from '../../../../src/commands/explain/entries.js';
import { findCodes } from '../../../../src/commands/explain/find-codes.js';

const ENTRIES = allEntries();

function found(text: string): readonly string[] {
  return findCodes(text, ENTRIES).map(({ code }) => code);
}

describe('the codes in a text', () => {
  it.each([
    [
      '(AuthorizationFailed) The client has no right.\nCode: AuthorizationFailed',
      ['AuthorizationFailed'],
    ],
    ['ERROR: (Forbidden) Caller is not authorized', ['Forbidden']],
    [
      '{"error":{"code":"Forbidden","innererror":{"code":"ForbiddenByRbac"}}}',
      ['Forbidden', 'ForbiddenByRbac'],
    ],
    ['{"errorDetails":[{"errorCode":400094,"errorTitle":"BCMV2VMNotFound"}]}', ['400094']],
    ['{"errorCode": 320001}', ['320001']],
    ['AADSTS7000215: Invalid client secret provided.', ['AADSTS7000215']],
    ['error: no VM\n  code AZB_VM_NOT_FOUND   exit 3', ['AZB_VM_NOT_FOUND', '3']],
    ['{"type":"error","code":"AZB_USAGE","exitCode":2}', ['AZB_USAGE', '2']],
    ['FAIL  no access to kv-prod   access.secrets-granted', ['access.secrets-granted']],
    ['the backup failed: UserErrorBrandNew', ['UserErrorBrandNew']],
    ['failed with KeyVaultPermissionNotConfigured', ['KeyVaultPermissionNotConfigured']],
  ])('%s', (text, codes) => {
    expect(found(text)).toEqual(codes);
  });

  it.each([
    'HTTP/1.1 403 Forbidden',
    'Not found. Conflict of interests, Unauthorized access, a BadRequestHandler',
    '{"code":"ProvisioningState/succeeded","displayStatus":"Provisioning succeeded"}',
    'process ended with exit code 3',
    'copied 320001 blocks',
    'www.learn-azure.com kv-prod.vault.azure.net vm.some-check',
    '',
  ])('none in %j', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('are counted by entry, under the spelling that comes first', () => {
    const text = 'resourcenotfound: ResourceNotFound, then ResourceNotFound again, BCMV2VMNotFound';
    expect(findCodes(text, ENTRIES).map(({ code, times }) => [code, times])).toEqual([
      ['ResourceNotFound', 2],
      ['BCMV2VMNotFound', 1],
    ]);
  });
});
