// The services over what real Azure has answered: every recorded body of the operations that they use must
// be understood, and mean in our words what it says in Azure's.
import { describe, expect, it } from 'vitest';
import {
  checkDefinition,
  checkItem,
  checkJob,
  checkKeyVault,
  checkMachine,
  checkPolicy,
  checkVault,
  type Raw,
} from '../support/recorded-comparison.js';
import {
  haveRecordings,
  readRecording,
  recordedResponse,
  recordings,
  type Exchange,
} from '../support/recordings.js';
import {
  json,
  servicesUnderTest,
  type SeenRequest,
  type ServicesUnderTest,
} from '../support/contract/services-under-test.js';

/** The service of 2016 answered in other shapes, with versions that no SDK sends any more. */
const OLD_SERVICE = /^reference\.dotnet-2016\./u;

const all = recordings().flatMap(({ file, exchanges }) =>
  exchanges.map((exchange) => ({ file, exchange })),
);

/** Successful exchanges of an operation: by method, and by the path without its query. */
function successes(method: string, path: RegExp): readonly { file: string; exchange: Exchange }[] {
  return all.filter(({ file, exchange: { request, response } }) => {
    const { pathname } = new URL(request.url);
    return (
      !OLD_SERVICE.test(file) &&
      request.method === method &&
      path.test(pathname) &&
      response.status < 300 &&
      typeof response.body === 'object' &&
      response.body !== null &&
      // Bodies recorded in the middle of an outage.
      !('error' in response.body)
    );
  });
}

function answering(exchange: Exchange): ServicesUnderTest['services'] {
  const next = (exchange.response.body as Raw)?.nextLink;
  const answer = ({ url }: SeenRequest): Response =>
    url.href === (typeof next === 'string' ? new URL(next).href : undefined)
      ? json({ value: [] })
      : recordedResponse(exchange);
  return servicesUnderTest(answer, { maxRetries: 0 }).services;
}

const SUB = '/subscriptions/00000000-0000-0000-0000-000000000000';
const VAULT_ID = `${SUB}/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v`;
const VM_ID = `${SUB}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm`;
const KV_ID = `${SUB}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv`;

interface Check {
  readonly name: string;
  readonly method?: string;
  readonly path: RegExp;
  /** How many there are at least, so that a pattern that matches nothing is noticed. */
  readonly least: number;
  readonly run: (services: ServicesUnderTest['services'], raw: Raw) => Promise<void>;
}

const VAULTS = String.raw`\/providers\/Microsoft\.RecoveryServices\/vaults\/[^/]+`;

const CHECKS: readonly Check[] = [
  {
    name: 'virtual machines',
    path: /\/virtualMachines\/[^/]+$/u,
    least: 14,
    run: async (services, raw) =>
      checkMachine(await (await services.virtualMachines()).get(VM_ID), raw),
  },
  {
    name: 'vaults',
    path: new RegExp(`${VAULTS}$`, 'u'),
    least: 40,
    run: async (services, raw) =>
      checkVault(await (await services.recoveryVaults()).get(VAULT_ID), raw),
  },
  {
    name: 'a policy',
    path: /\/backupPolicies\/[^/]+$/u,
    least: 8,
    run: async (services, raw) =>
      checkPolicy(await (await services.backup()).policy(VAULT_ID, 'p'), raw),
  },
  {
    name: 'lists of policies',
    path: /\/backupPolicies$/u,
    least: 3,
    run: async (services, raw) => {
      const ours = await (await services.backup()).policies(VAULT_ID);
      const theirs = raw.value.filter(
        (policy: Raw) => policy.properties.backupManagementType === 'AzureIaasVM',
      );
      expect(ours).toHaveLength(theirs.length);
      ours.forEach((policy, index) => checkPolicy(policy, theirs[index]));
    },
  },
  {
    name: 'a protected item',
    path: /\/protectedItems\/[^/]+$/u,
    least: 1,
    run: async (services, raw) =>
      checkItem(await (await services.backup()).item(VAULT_ID, VM_ID), raw),
  },
  {
    name: 'lists of protected items',
    path: /\/backupProtectedItems$/u,
    least: 20,
    run: async (services, raw) => {
      const ours = await (await services.backup()).items(VAULT_ID);
      expect(ours).toHaveLength(raw.value.length);
      ours.forEach((item, index) => checkItem(item, raw.value[index]));
    },
  },
  {
    name: 'a job',
    path: /\/backupJobs\/[^/]+$/u,
    least: 270,
    run: async (services, raw) => checkJob(await (await services.backup()).job(VAULT_ID, 'j'), raw),
  },
  {
    name: 'lists of jobs',
    path: /\/backupJobs$/u,
    least: 4,
    run: async (services, raw) => {
      const ours = await (await services.backup()).jobs(VAULT_ID);
      expect(ours).toHaveLength(raw.value.length);
      ours.forEach((job, index) => checkJob(job, raw.value[index]));
    },
  },
  {
    name: 'key vaults',
    path: /\/Microsoft\.KeyVault\/vaults\/[^/]+$/u,
    least: 6,
    run: async (services, raw) => checkKeyVault(await (await services.keyVaults()).get(KV_ID), raw),
  },
  {
    name: 'versions of a secret',
    path: /\/secrets\/[^/]+\/versions$/u,
    least: 1,
    run: async (services, raw) => {
      const secrets = await services.secrets();
      const ours = await secrets.versions('https://kv.vault.azure.net', 'secret1');
      expect(
        ours?.versions.map(({ version, tags, enabled }) => ({ version, tags, enabled })),
      ).toEqual(
        raw.value.map(({ id, tags, attributes }: Raw) => ({
          version: id.split('/').at(-1),
          tags,
          enabled: attributes.enabled,
        })),
      );
    },
  },
  {
    name: 'role assignments',
    path: /\/roleAssignments$/u,
    least: 1,
    run: async (services, raw) => {
      const ours = await (await services.roles()).assignmentsOf('p', VAULT_ID);
      const fields = ['scope', 'roleDefinitionId', 'principalId'] as const;
      expect(ours.map((one) => fields.map((field) => one[field]))).toEqual(
        raw.value.map((one: Raw) => fields.map((field) => one.properties[field])),
      );
    },
  },
  {
    name: 'a custom role',
    method: 'PUT',
    path: /\/roleDefinitions\/[^/]+$/u,
    least: 1,
    run: async (services, raw) => {
      const roles = await services.roles();
      const role = {
        name: 'n',
        roleName: 'r',
        description: '',
        assignableScopes: [],
        dataActions: [],
      };
      checkDefinition(await roles.putDefinition('s', role), raw);
      const again = await servicesUnderTest(() => json(raw)).services.roles();
      checkDefinition(await again.definition(raw.id), raw);
    },
  },
];

// Without the recordings there is nothing to compare with: they lie beside the repository, not in it.
describe.skipIf(!haveRecordings)('recorded answers', () => {
  it.each(CHECKS)('$name are understood', async ({ method = 'GET', path, least, run }) => {
    const found = successes(method, path);
    expect(found.length).toBeGreaterThanOrEqual(least);
    for (const { file, exchange } of found) {
      await run(answering(exchange), exchange.response.body).catch((error: unknown) => {
        throw new Error(`${file}: ${exchange.request.url}`, { cause: error });
      });
    }
  });

  it('built-in roles are understood', async () => {
    const roles = Object.entries(readRecording('reference.builtin-roles.json')['roles'] as Raw);
    expect(roles.length).toBeGreaterThan(20);
    for (const [name, properties] of roles) {
      const id = `/providers/Microsoft.Authorization/roleDefinitions/${name}`;
      const raw = { id, name, type: 'Microsoft.Authorization/roleDefinitions', properties };
      const { services } = servicesUnderTest(() => json(raw));
      checkDefinition(await (await services.roles()).definition(id), raw);
    }
  });

  it('key vaults in a list are found by their URL', async () => {
    const lists = successes('GET', /\/Microsoft\.KeyVault\/vaults$/u);
    expect(lists.length).toBeGreaterThan(0);
    for (const { exchange } of lists) {
      const keyVaults = await answering(exchange).keyVaults();
      for (const raw of (exchange.response.body as Raw).value) {
        const url = raw.properties.vaultUri.toUpperCase().replace(/\/$/u, '');
        checkKeyVault(await keyVaults.findByUrl('s', url), raw);
      }
      expect(await keyVaults.findByUrl('s', 'https://other.vault.azure.net')).toBeUndefined();
    }
  });

  it('a service principal is understood', async () => {
    const [found] = successes('GET', /\/v1\.0\/servicePrincipals\/[^/]+$/u);
    const raw = found?.exchange.response.body as Raw;
    const { services, requests } = servicesUnderTest(() => json({ value: [raw] }));
    expect(await (await services.directory()).servicePrincipal(raw.appId)).toEqual({
      objectId: raw.id,
      appId: raw.appId,
      displayName: raw.displayName,
    });
    expect(requests[0]?.url.searchParams.get('$filter')).toBe(`appId eq '${raw.appId}'`);
  });
});
