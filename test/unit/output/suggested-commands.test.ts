// Suggested commands work where they were suggested.
import { describe, expect, it } from 'vitest';
import {
  ANYWHERE,
  inPlace,
  placeFixes,
  type CommandPlace,
} from '../../../src/output/suggested-commands.js';

const ID =
  '/subscriptions/s/resourceGroups/rg-db/providers/Microsoft.Compute/virtualMachines/VM001';
const SANDBOX: CommandPlace = { ...ANYWHERE, sandbox: ' --sandbox-dir /tmp/x' };
const GROUP: CommandPlace = { ...ANYWHERE, resourceGroup: ' --resource-group rg-db' };
const SUBSCRIPTION: CommandPlace = { ...ANYWHERE, subscription: " --subscription 'Contoso Test'" };
const AS_VIEWER: CommandPlace = { ...ANYWHERE, principal: ' --sandbox-as viewer' };
const BY_ID: CommandPlace = { ...ANYWHERE, vmIds: new Map([['vm001', ID]]) };

describe('a suggested command', () => {
  it.each([
    ['azbackup enable --vm VM001', ANYWHERE, 'azbackup enable --vm VM001'],
    ['azbackup enable --vm VM001', SANDBOX, 'azbackup enable --vm VM001 --sandbox-dir /tmp/x'],
    ['azbackup sandbox reset', SANDBOX, 'azbackup sandbox reset --sandbox-dir /tmp/x'],
    ['azbackup enable --vm VM001', GROUP, 'azbackup enable --vm VM001 --resource-group rg-db'],
    ['azbackup vault list', GROUP, 'azbackup vault list'],
    ['azbackup vault list', SUBSCRIPTION, "azbackup vault list --subscription 'Contoso Test'"],
    ['azbackup sandbox show', SUBSCRIPTION, 'azbackup sandbox show'],
    ['azbackup enable --help', SUBSCRIPTION, 'azbackup enable --help'],
    ['azbackup enable --vm VM001 --vault v', BY_ID, `azbackup enable --vm ${ID} --vault v`],
    ['azbackup enable --vm VM0011', BY_ID, 'azbackup enable --vm VM0011'],
    ['az vm start --name VM001', { ...GROUP, ...SANDBOX }, 'az vm start --name VM001'],
    [
      'get a right, then: azbackup preflight --vm VM001',
      SANDBOX,
      'get a right, then: azbackup preflight --vm VM001 --sandbox-dir /tmp/x',
    ],
    ['azbackup preflight --vm a', AS_VIEWER, 'azbackup preflight --vm a --sandbox-as viewer'],
    ['azbackup grant-access --vm a', AS_VIEWER, 'azbackup grant-access --vm a'],
    ['choose one: --subscription ID', SUBSCRIPTION, 'choose one: --subscription ID'],
  ])('%s', (command, place, placed) => {
    expect(inPlace(command, place)).toBe(placed);
    expect(inPlace(placed, place)).toBe(placed);
  });

  it('is put in its place wherever a document has it', () => {
    const document = { items: [{ fix: ['azbackup enable --vm a', 'turn it on'] }], next: [] };
    expect(placeFixes(document, GROUP)).toEqual({
      items: [{ fix: ['azbackup enable --vm a --resource-group rg-db', 'turn it on'] }],
      next: [],
    });
  });
});
