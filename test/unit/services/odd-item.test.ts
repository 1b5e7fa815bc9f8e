// Whose an item of a list is that cannot be read.
import { describe, expect, it } from 'vitest';
import { AzbackupError } from '../../../src/errors/azbackup-error.js';
import { unexpectedResponse } from '../../../src/services/arm/unexpected-response.js';
import { oddItemFrom } from '../../../src/services/backup/odd-item.js';

const ERROR = unexpectedResponse("'protectionState' is missing", 'an item');
const VM =
  '/subscriptions/s/resourceGroups/RG-App/providers/Microsoft.Compute/virtualMachines/App01';
const NAME = 'VM;iaasvmcontainerv2;rg-app;app01';

describe('an item that cannot be read', () => {
  it('is of the machine that it names', () => {
    expect(oddItemFrom({ properties: { sourceResourceId: VM } }, ERROR)).toEqual({
      sourceResourceId: VM,
      resourceGroup: 'RG-App',
      name: 'App01',
      error: ERROR,
    });
  });

  it.each([
    { name: NAME },
    { id: `/a/vaults/v/backupFabrics/Azure/protectedItems/${NAME}`, properties: null },
    { name: NAME, properties: { sourceResourceId: 7 } },
    { name: NAME, properties: { sourceResourceId: 'App01' } },
  ])('is of the machine that it is named after: %j', (resource) => {
    expect(oddItemFrom(resource, ERROR)).toEqual({
      resourceGroup: 'rg-app',
      name: 'app01',
      error: ERROR,
    });
  });

  it.each([{}, { name: 'VM;other;x' }, { id: 7, name: null, properties: 'none' }])(
    'could be of any machine where it has no name: %j',
    (resource) => {
      expect(() => oddItemFrom(resource, ERROR)).toThrow(ERROR);
    },
  );

  it('is none where something else went wrong', () => {
    const other = new AzbackupError({ code: 'AZB_UNREACHABLE', kind: 'unavailable', message: 'x' });
    expect(() => oddItemFrom({ name: NAME }, other)).toThrow(other);
  });
});
