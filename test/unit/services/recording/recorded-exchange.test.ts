// What is written of an exchange: names replaced, the shape kept, secrets left out.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOUDS } from '../../../../src/services/arm/clouds.js';
import { createDisguise } from '../../../../src/services/recording/create-disguise.js';
import { disguisedSentence } from '../../../../src/services/recording/disguised-sentence.js';
import {
  ExchangeRedactor,
  type WireExchange,
} from '../../../../src/services/recording/recorded-exchange.js';

const disguise = createDisguise(new Uint8Array(32).fill(7), CLOUDS.AzureCloud);
const { standIns } = disguise;
const SUBSCRIPTION = '8f1d2c3b-4a59-4687-9b0c-1d2e3f405162';
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-Payroll`;
const shownGroup = `/subscriptions/${standIns.guid(SUBSCRIPTION)}/resourceGroups/${standIns.name('rg-Payroll')}`;
const machine = standIns.name('vm-hr01');
const group = standIns.name('rg-payroll');

function exchange(more: Partial<WireExchange> = {}): WireExchange {
  return {
    method: 'GET',
    url: `https://management.azure.com${GROUP}/providers/Microsoft.Compute/virtualMachines/vm-hr01?api-version=2024-03-01`,
    requestHeaders: {},
    requestBody: undefined,
    response: undefined,
    ...more,
  };
}

function answered(body: unknown, headers: Readonly<Record<string, string>> = {}): WireExchange {
  return exchange({
    response: {
      status: 200,
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    },
  });
}

function recorded(what: WireExchange): {
  request: { url: string; headers: object; body: unknown };
  response: { status: number; headers: Record<string, string>; body: unknown };
} {
  return JSON.parse(new ExchangeRedactor(disguise).recorded(what));
}

const bodyOf = (body: unknown): unknown => recorded(answered(body)).response.body;

describe('a URL', () => {
  it.each([
    [
      'of a machine',
      `https://management.azure.com${GROUP}/providers/Microsoft.Compute/virtualMachines/vm-hr01?api-version=2024-03-01&$expand=instanceView`,
      `https://management.azure.com${shownGroup}/providers/Microsoft.Compute/virtualMachines/${machine}?api-version=2024-03-01&$expand=instanceView`,
    ],
    [
      'of an item, whose parts are names',
      `https://management.azure.com${GROUP}/providers/Microsoft.RecoveryServices/vaults/vm-hr01/backupFabrics/Azure/protectionContainers/IaasVMContainer;iaasvmcontainerv2;rg-payroll;vm-hr01/protectedItems/VM%3Biaasvmcontainerv2%3Brg-payroll%3Bvm-hr01/operationsStatus/${SUBSCRIPTION}`,
      `https://management.azure.com${shownGroup}/providers/Microsoft.RecoveryServices/vaults/${machine}/backupFabrics/Azure/protectionContainers/IaasVMContainer;iaasvmcontainerv2;${group};${machine}/protectedItems/VM%3Biaasvmcontainerv2%3B${group}%3B${machine}/operationsStatus/${standIns.guid(SUBSCRIPTION)}`,
    ],
    [
      'of a region',
      `https://management.azure.com/subscriptions/${SUBSCRIPTION}/providers/Microsoft.RecoveryServices/locations/westeurope/backupStatus`,
      `https://management.azure.com/subscriptions/${standIns.guid(SUBSCRIPTION)}/providers/Microsoft.RecoveryServices/locations/westeurope/backupStatus`,
    ],
    [
      'of a key and its version',
      'https://vm-hr01.vault.azure.net/keys/vm-hr01/0123456789abcdef0123456789abcdef/backup?api-version=7.4',
      `https://${machine}.vault.azure.net/keys/${machine}/${standIns.hex('0123456789abcdef0123456789abcdef')}/backup?api-version=7.4`,
    ],
    [
      'of a blob, all of which are names, with its signature',
      'https://vmhr01.blob.core.windows.net/backup/restore/config.json?sv=2023-01-03&sig=Zm9vYmFy&se=2026-01-01',
      `https://${standIns.name('vmhr01')}.blob.core.windows.net/${standIns.name('backup')}/${standIns.name('restore')}/${standIns.name('config.json')}?sv=redacted&sig=redacted&se=redacted`,
    ],
    [
      'with a filter',
      `https://management.azure.com/x?$filter=friendlyName eq 'vm-hr01' and status eq 'Completed'`,
      `https://management.azure.com/${standIns.name('x')}?$filter=${encodeURIComponent(`friendlyName eq '${machine}' and status eq 'Completed'`)}`,
    ],
    [
      'of somebody else',
      'https://payroll.example.com/x?token=abc',
      `https://${standIns.name('payroll-example-com')}.invalid/${standIns.name('x')}?token=redacted`,
    ],
  ])('%s', (_what, url, expected) => {
    expect(decodeURI(recorded(exchange({ url })).request.url)).toBe(decodeURI(expected));
  });

  it('loses whom it signs in', () => {
    const { url } = recorded(
      exchange({ url: 'https://user:pass-w0rd@management.azure.com/subscriptions' }),
    ).request;
    expect(url).toBe('https://management.azure.com/subscriptions');
  });
});

describe('a body', () => {
  it('keeps fields and constants, and replaces names wherever they stand', () => {
    const id = `${GROUP}/providers/Microsoft.Compute/virtualMachines/vm-hr01`;
    const shownId = `${shownGroup}/providers/Microsoft.Compute/virtualMachines/${machine}`;
    expect(
      bodyOf({
        id,
        name: 'vm-hr01',
        type: 'Microsoft.Compute/virtualMachines',
        location: 'westeurope',
        tags: { department: 'payroll' },
        properties: {
          provisioningState: 'Succeeded',
          vmId: SUBSCRIPTION,
          hardwareProfile: { vmSize: 'Standard_D2s_v5' },
          osProfile: { computerName: 'vm-hr01', adminUsername: 'alice' },
          timeCreated: '2026-01-01T00:00:00.0000000+00:00',
          networkProfile: { privateIPAddress: '192.168.7.9' },
          count: 3,
          enabled: true,
          nothing: null,
        },
        systemData: { createdBy: 'alice@contoso.com', createdByType: 'User' },
      }),
    ).toEqual({
      id: shownId,
      name: machine,
      type: 'Microsoft.Compute/virtualMachines',
      location: 'westeurope',
      tags: { [standIns.name('department')]: standIns.name('payroll') },
      properties: {
        provisioningState: 'Succeeded',
        vmId: standIns.guid(SUBSCRIPTION),
        hardwareProfile: { vmSize: 'Standard_D2s_v5' },
        osProfile: { computerName: machine, adminUsername: standIns.name('alice') },
        timeCreated: '2026-01-01T00:00:00.0000000+00:00',
        networkProfile: { privateIPAddress: standIns.address('192.168.7.9') },
        count: 3,
        enabled: true,
        nothing: null,
      },
      systemData: {
        createdBy: `${standIns.name('alice')}@${standIns.name('contoso-com')}.example`,
        createdByType: 'User',
      },
    });
  });

  it.each(['8e3af657-a8ff-443c-a75c-2fe8c4bcb635', '262044b1-e2ce-469f-a196-69ab7ada62d3'])(
    "keeps Azure's own id %s",
    (id) => {
      expect(
        bodyOf({ roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${id}` }),
      ).toEqual({
        roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${id}`,
      });
    },
  );

  it.each([
    [
      'a secret of a key vault',
      { value: 's3cret-Value', id: 'https://kv.vault.azure.net/secrets/a' },
    ],
    ['a backup of a key', { value: 'S2V5QmFja3Vw'.repeat(20) }],
    ['the private part of a key', { kty: 'RSA', d: 'priv4te', p: 'pr1me', n: 'x' }],
    [
      'the keys of an account',
      { keys: [{ keyName: 'key1', value: 'YWNjb3VudA==', permissions: 'FULL' }] },
    ],
    [
      'what a recovery point keeps',
      { keyAndSecret: { kekDetails: { keyBackupData: 'a1b2c3d4' } } },
    ],
    ['protected settings', { protectedSettings: { storageAccountKey: 'k3yMaterial' } }],
    ['a command that is run', { settings: { commandToExecute: 'net user bob P4ssw0rd' } }],
    ['a token', { accessToken: 'a.b.c', expires: 'never' }],
    ['a SAS URL', { accessSAS: 'https://md-1.z2.blob.storage.azure.net/a?sig=S1gn4ture' }],
  ])('leaves out %s', (_what, body) => {
    const text = JSON.stringify(bodyOf(body));
    expect(text).toContain('[redacted]');
    for (const secret of [
      's3cret',
      'S2V5',
      'priv4te',
      'pr1me',
      'YWNj',
      'a1b2',
      'k3yM',
      'P4ss',
      'a.b.c',
      'S1gn',
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  it.each([
    ['a page', '<html><body>s3cret</body></html>', '[not JSON: a page of HTML]'],
    ['XML', '<?xml version="1.0"?><a>s3cret</a>', '[not JSON: XML]'],
    ['JSON that is cut off', '{"value": "s3cret', '[not JSON: JSON that is cut off or broken]'],
    ['text', 's3cret', '[not JSON: text]'],
    ['a JSON text', '"s3cret"', '[not JSON: text]'],
    ['nothing', '', null],
  ])('that is %s is only described', (_what, body, expected) => {
    expect(bodyOf(body)).toBe(expected);
  });

  it('replaces a field that nobody knows, and what it holds', () => {
    expect(bodyOf({ properties: { payrollRun: 'payroll', 'P@ss w0rd': 1 } })).toEqual({
      properties: {
        [standIns.name('payrollRun')]: standIns.name('payroll'),
        [disguise.name('P@ss w0rd')]: 1,
      },
    });
  });

  it('of a storage account is not recorded', () => {
    const url = 'https://vmhr01.blob.core.windows.net/a/config.json';
    const response = { status: 200, headers: {}, body: '{"bek":"s3cret"}' };
    expect(recorded(exchange({ url, response })).response.body).toBe(
      '[not recorded: content of a storage account]',
    );
  });
});

describe('a message', () => {
  it.each([
    [
      "The Resource 'Microsoft.Compute/virtualMachines/vm-hr01' under resource group 'rg-payroll' was not found.",
      `The Resource 'Microsoft.Compute/virtualMachines/${machine}' under resource group '${group}' was not found.`,
    ],
    [
      `The client 'alice@contoso.com' with object id '${SUBSCRIPTION}' does not have authorization over scope '${GROUP}'.`,
      `The client '${standIns.name('alice')}@${standIns.name('contoso-com')}.example' with object id '${standIns.guid(SUBSCRIPTION)}' does not have authorization over scope '${shownGroup}'.`,
    ],
    [
      "Azure Backup doesn't support the vault's key",
      "Azure Backup doesn't support the vault's key",
    ],
    ['Machine vm-hr01 is busy', `Machine ${machine} is busy`],
  ])('%s', (text, expected) => {
    expect(disguisedSentence(text, disguise)).toBe(expected);
  });
});

/** Secrets as people and programs make them: hardly two characters alike, few signs. */
const secret = fc
  .oneof(
    fc.stringMatching(/^[\w+/]{30,60}={0,2}$/u),
    fc.stringMatching(/^eyJ[\w-]{20,30}\.[\w-]{20,40}\.[\w-]{20,40}$/u),
    fc.stringMatching(/^[\w]{2}~[\w.~-]{30,34}$/u),
    fc.stringMatching(/^Qx[A-Z][a-z]{6,9}[!#$%*][a-z]{4,7}\d{2,4}$/u),
    fc.uuid().map((text) => `${text}-${text}`),
  )
  .filter((text) => {
    const letters = text.replaceAll(/[^A-Za-z\d]/gu, '');
    return letters.length > text.length * 0.8 && new Set(letters.toLowerCase()).size > 9;
  });

/** Where a secret may come to stand. */
const PLACES: Readonly<Record<string, (secret: string) => WireExchange>> = {
  'the token': (text) => exchange({ requestHeaders: { Authorization: `Bearer ${text}` } }),
  'a second token': (text) =>
    exchange({ requestHeaders: { 'x-ms-authorization-auxiliary': text } }),
  'a cookie': (text) => answered({}, { 'set-cookie': `a=${text}` }),
  'any header': (text) => answered({}, { 'x-ms-odd': text, 'x-ms-request-id': text, etag: text }),
  'a Location': (text) =>
    answered({}, { location: `https://management.azure.com/a?sig=${encodeURIComponent(text)}` }),
  'a path': (text) =>
    exchange({
      url: `https://management.azure.com/subscriptions/${encodeURIComponent(text)}/resourceGroups`,
    }),
  'the place of a type': (text) =>
    exchange({ url: `https://management.azure.com/${encodeURIComponent(text)}/x` }),
  'a parameter': (text) =>
    exchange({
      url: `https://management.azure.com/a?$filter=${encodeURIComponent(`name eq '${text}'`)}&x=${encodeURIComponent(text)}`,
    }),
  'a name of a parameter': (text) =>
    exchange({ url: `https://management.azure.com/a?${encodeURIComponent(text)}=1` }),
  'the name of a host': (text) =>
    exchange({ url: `https://${text.replaceAll(/[^\w-]/gu, '')}.vault.azure.net/keys` }),
  'a body sent': (text) =>
    exchange({
      method: 'PUT',
      requestBody: JSON.stringify({ properties: { odd: text, value: text } }),
    }),
  'a form sent': (text) => exchange({ method: 'POST', requestBody: `client_secret=${text}` }),
  'a field': (text) =>
    answered({
      properties: { status: text, name: text, unknown: text, code: text, location: text },
    }),
  'a list': (text) => answered({ value: [text, { keys: [text] }] }),
  'a tag': (text) => answered({ tags: { [text]: text } }),
  'the name of a field': (text) => answered({ properties: { [text]: 1 } }),
  'an error': (text) =>
    answered({
      error: {
        code: text,
        message: `the token ${text} is '${text}' (${text})`,
        details: [{ message: text }],
      },
    }),
  'JSON in a text': (text) =>
    answered({
      properties: { message: JSON.stringify({ a: text }), settings: JSON.stringify([text]) },
    }),
  'a page': (text) => answered(`<html>${text}</html>`),
  'a body that is cut off': (text) => answered(`{"properties": {"name": "${text}", "a`),
  'bare text': (text) => answered(JSON.stringify(text)),
  'a challenge': (text) =>
    answered(
      {},
      {
        'www-authenticate': `Bearer authorization="https://login.microsoftonline.com/${encodeURIComponent(text)}", error="${text}"`,
      },
    ),
};

describe.each(Object.entries(PLACES))('a secret in %s', (_place, make) => {
  it('is not written, nor any part of it', () => {
    fc.assert(
      fc.property(secret, (text) => {
        const written = new ExchangeRedactor(disguise).recorded(make(text));
        expect(partsOf(text).filter((part) => written.includes(part))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

/** All runs of ten characters, as they are and as URLs and JSON have them. */
function partsOf(text: string): string[] {
  return [text, encodeURIComponent(text), text.toLowerCase()].flatMap((form) =>
    Array.from({ length: form.length - 9 }, (_, at) => form.slice(at, at + 10)),
  );
}

describe('a secret that was seen', () => {
  it('is looked for in everything that comes later', () => {
    const redactor = new ExchangeRedactor(disguise);
    redactor.recorded(answered({ value: 'VMBackup12345678901' }));
    // Of known words and digits: as a status it would pass for a constant.
    const later = redactor.recorded(answered({ value: 'backup-12345' }));
    expect(later).not.toContain('backup-12345');
    expect(redactor.recorded(answered({ status: 'backup-12345' }))).toContain('[withheld');
  });
});
