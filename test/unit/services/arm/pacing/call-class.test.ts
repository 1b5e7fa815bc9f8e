// Which limits requests count against: what Azure counts apart has classes of its own.
import { describe, expect, it } from 'vitest';
import { classesOf } from '../../../../../src/services/arm/pacing/call-class.js';

const SUBSCRIPTION = '/subscriptions/S1';
const VAULT = `${SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.RecoveryServices/vaults/v`;
const ITEM = `${VAULT}/backupFabrics/Azure/protectionContainers/c%3Bd/protectedItems/i`;
const VM = `${SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm`;
const ARM = 'https://management.azure.com';

function keys(method: string, path: string): readonly (string | undefined)[] {
  const { own, wide } = classesOf(method, path.startsWith('https') ? path : `${ARM}${path}`);
  return [own.key, wide?.key].map((key) => key?.replace('management.azure.com ', ''));
}

describe('the classes of a request', () => {
  it.each([
    ['GET', `${VAULT}/backupJobs`, 's1 microsoft.recoveryservices backupjobs reads'],
    ['GET', `${VAULT}/backupJobs/1?a=b`, 's1 microsoft.recoveryservices backupjobs reads'],
    ['GET', VAULT, 's1 microsoft.recoveryservices vaults reads'],
    [
      'GET',
      `${ITEM}/operationsStatus/o`,
      's1 microsoft.recoveryservices backupfabrics/protectioncontainers/protecteditems/operationsstatus reads',
    ],
    [
      'GET',
      ITEM,
      's1 microsoft.recoveryservices backupfabrics/protectioncontainers/protecteditems reads',
    ],
    ['PUT', ITEM, 's1 microsoft.recoveryservices writes'],
    ['POST', `${ITEM}/backup`, 's1 microsoft.recoveryservices writes'],
    ['DELETE', ITEM, 's1 microsoft.recoveryservices deletes'],
    ['GET', VM, 's1 microsoft.compute reads'],
    ['GET', `${VM}/extensions/e`, 's1 microsoft.compute reads'],
    ['PUT', `${VM}/extensions/e`, 's1 microsoft.compute virtualmachines/extensions writes'],
    ['PUT', VM, 's1 microsoft.compute virtualmachines writes'],
    [
      'GET',
      `${SUBSCRIPTION}/providers/Microsoft.Compute/locations/l/operations/o`,
      's1 microsoft.compute locations/operations reads',
    ],
    [
      'PUT',
      `/${VM}/providers/Microsoft.Authorization/roleAssignments/r`,
      's1 microsoft.authorization writes',
    ],
    ['GET', SUBSCRIPTION, 's1 microsoft.resources reads'],
  ])('%s %s is one of %s', (method, path, own) => {
    const kind = own.split(' ').at(-1) ?? '';
    expect(keys(method, path)).toEqual([own, `s1 ${kind}`]);
  });

  it.each([
    ['POST', '/providers/Microsoft.ResourceGraph/resources', 'resource graph', undefined],
    ['GET', '/subscriptions?api-version=1', 'tenant microsoft.resources reads', 'tenant reads'],
    ['GET', 'https://kv1.vault.azure.net/secrets/a', 'kv1.vault.azure.net', undefined],
    ['PUT', 'https://kv1.vault.azure.net/keys/a', 'kv1.vault.azure.net', undefined],
    ['GET', 'https://graph.microsoft.com/v1.0/groups', 'graph.microsoft.com', undefined],
  ])('%s %s is outside of any subscription', (method, path, own, wide) => {
    expect(keys(method, path)).toEqual([own, wide]);
  });

  it('of one kind differ by cloud and by subscription', () => {
    const urls = [
      `${ARM}${VM}`,
      `https://management.usgovcloudapi.net${VM}`,
      `${ARM}${VM}`.replace('S1', 'S2'),
    ];
    expect(new Set(urls.map((url) => classesOf('GET', url).own.key)).size).toBe(3);
  });

  it('know the limits that were recorded', () => {
    expect(classesOf('GET', `${ARM}${VAULT}/backupJobs`).own.limits).toEqual({
      perWindow: 150,
      keptByCaller: true,
    });
    expect(classesOf('GET', `${ARM}${ITEM}`).own.limits).toEqual({ perWindow: 300 });
    expect(classesOf('PUT', `${ARM}${ITEM}`).own.limits).toEqual({});
  });

  it('are named for people', () => {
    const { own, wide } = classesOf('GET', `${ARM}${ITEM}/operationsStatus/o`);
    expect([own.name, wide?.name]).toEqual([
      'operationsStatus reads, subscription S1',
      'all reads, subscription S1',
    ]);
  });
});
