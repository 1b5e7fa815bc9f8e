// Names that JavaScript gives to things of its own are ordinary names of Azure resources.
import { describe, expect, it } from 'vitest';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { buildDefaultWorld } from '../../../src/sandbox/estates/default-world.js';
import { tinySandbox, TINY_START } from '../../support/worlds/tiny-world.js';

const SUBSCRIPTION =
  'https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001';
const PROVIDERS = `${SUBSCRIPTION}/resourceGroups/rg-prod/providers`;
const VAULT = `${PROVIDERS}/Microsoft.RecoveryServices/vaults/rsv-prod`;
const KEY_VAULT = 'https://kv-prod-rbac.vault.azure.net';

const PLACES: Readonly<Record<string, (name: string) => string>> = {
  'a resource group': (name) => `${SUBSCRIPTION}/resourcegroups/${name}?api-version=2022-09-01`,
  'a machine': (name) =>
    `${PROVIDERS}/Microsoft.Compute/virtualMachines/${name}?api-version=2024-07-01`,
  'a disk': (name) => `${PROVIDERS}/Microsoft.Compute/disks/${name}?api-version=2024-03-02`,
  'a vault': (name) =>
    `${PROVIDERS}/Microsoft.RecoveryServices/vaults/${name}?api-version=2024-04-01`,
  'a key vault': (name) => `${PROVIDERS}/Microsoft.KeyVault/vaults/${name}?api-version=2023-07-01`,
  'a policy': (name) => `${VAULT}/backupPolicies/${name}?api-version=2023-06-01`,
  'a job': (name) => `${VAULT}/backupJobs/${name}?api-version=2023-06-01`,
  'the end of an operation': (name) => `${VAULT}/backupOperations/${name}?api-version=2023-06-01`,
  'an operation of the vault': (name) => `${VAULT}/operationStatus/${name}?api-version=2024-04-01`,
  'an item': (name) =>
    `${VAULT}/backupFabrics/Azure/protectionContainers/${name}/protectedItems/${name}?api-version=2023-06-01`,
  'a role assignment': (name) =>
    `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleAssignments/${name}?api-version=2022-04-01`,
  'a role definition': (name) =>
    `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${name}?api-version=2022-04-01`,
  'a key': (name) => `${KEY_VAULT}/keys/${name}?api-version=7.5`,
  'a secret': (name) => `${KEY_VAULT}/secrets/${name}?api-version=7.5`,
  'a deleted key': (name) => `${KEY_VAULT}/deletedkeys/${name}?api-version=7.5`,
  'the versions of a secret': (name) => `${KEY_VAULT}/secrets/${name}/versions?api-version=7.5`,
};

/** Nothing is changed in it. */
const sandbox = tinySandbox(buildDefaultWorld(TINY_START));

describe.each(Object.entries(PLACES))('%s', (_what, urlOf) => {
  it.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'])(
    'named %s is answered as any that is not there',
    async (name) => {
      const answerTo = async (asked: string) => {
        const { status, body } = await sandbox.send('GET', urlOf(asked), {
          as: objectIds.operator,
        });
        return { status, body: JSON.stringify(body).replaceAll(new RegExp(asked, 'giu'), 'NAME') };
      };
      const { status, body } = await answerTo(name);
      expect(status).not.toBe(500);
      expect({ status, body }).toEqual(await answerTo('nothing'));
    },
  );
});
