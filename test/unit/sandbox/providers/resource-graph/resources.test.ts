// Resource Graph as the SDK's client asks it, in the world where names and items mislead.
import { ResourceGraphClient, type QueryRequest } from '@azure/arm-resourcegraph';
import { ClientSecretCredential } from '@azure/identity';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../../../src/sandbox/create-sandbox.js';
import { worldNamed } from '../../../../../src/sandbox/estates/catalogue.js';
import { worldClock } from '../../../../../src/sandbox/kernel/time/world-clock.js';
import { sandboxHttpClient } from '../../../../support/sandbox-http-client.js';

const NOW = Date.UTC(2026, 10, 23, 9);
const FIRST = '00000000-0000-0000-0000-000000000001';
const SECOND = '00000000-0000-0000-0000-000000000002';

function clientOf(sandbox: Sandbox, name = 'azbackup-operator') {
  const principal = sandbox.state.directory.principals.find(
    ({ displayName }) => displayName === name,
  );
  const { tenantId = '', appId = '', clientSecret = '' } = principal ?? {};
  const options = { httpClient: sandboxHttpClient(sandbox), retryOptions: { maxRetries: 0 } };
  const credential = new ClientSecretCredential(tenantId, appId, clientSecret, options);
  return new ResourceGraphClient(credential, options);
}

type Ask = (query: string, request?: Omit<QueryRequest, 'query'>) => Promise<unknown[]>;

function asking(client: ResourceGraphClient): Ask {
  return async (query, request) => {
    const { data } = await client.resources({ ...request, query });
    return rowsOf(data);
  };
}

/** This version of the client reads the list of rows as an object with their numbers for names. */
function rowsOf(data: Readonly<Record<string, unknown>>): unknown[] {
  return Object.values(data);
}

const MACHINES = "resources | where type =~ 'Microsoft.Compute/virtualMachines'";
const ITEMS =
  "recoveryservicesresources | where type == 'microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems'";

let sandbox: Sandbox;
let clock: ReturnType<typeof worldClock>;
let ask: Ask;
beforeEach(() => {
  const state = worldNamed('two-subscriptions')(NOW);
  clock = worldClock(state);
  sandbox = createSandbox({ state, clock });
  ask = asking(clientOf(sandbox));
});

describe('tables', () => {
  it('has machines in lower-case types, groups and locations, with ids as they were written', async () => {
    const columns = 'project id, name, type, location, resourceGroup, subscriptionId, tags.ENV';
    expect(await ask(`${MACHINES} and name == 'Sql01' | ${columns}`)).toEqual([
      {
        id: `/subscriptions/${FIRST}/resourceGroups/RG-WEB/providers/Microsoft.Compute/virtualMachines/Sql01`,
        name: 'Sql01',
        type: 'microsoft.compute/virtualmachines',
        location: 'japaneast',
        resourceGroup: 'rg-web',
        subscriptionId: FIRST,
        tags_ENV: 'prod',
      },
    ]);
  });

  it('tells whether machines run, and nothing else of their instance view', async () => {
    const view = 'properties.extended.instanceView';
    expect(
      await ask(
        `${MACHINES} and name == 'app01' | project code = ${view}.powerState.code, agent = ${view}.vmAgent`,
      ),
    ).toEqual([{ code: 'PowerState/running', agent: null }]);
  });

  it('has protected items in the states of the graph', async () => {
    const query = `${ITEMS} | project vm = tolower(tostring(properties.sourceResourceId)), state = tostring(properties.currentProtectionState) | extend vm = tostring(split(vm, '/')[-1]) | order by vm asc`;
    expect(await ask(query)).toEqual([
      { vm: 'app01', state: 'ProtectionStopped' },
      { vm: 'app02', state: 'SoftDeleted' },
      { vm: 'data01', state: 'ProtectionConfigured' },
      { vm: 'job01', state: 'ProtectionConfigured' },
      { vm: 'sql01', state: 'ProtectionConfigured' },
      { vm: 'web01', state: 'ProtectionConfigured' },
    ]);
  });

  it('finds by the lower-case id which machines nothing protects, and not so by name', async () => {
    const items = `${ITEMS} | extend vm = tolower(tostring(properties.sourceResourceId)), vmName = tolower(tostring(properties.friendlyName)), itemId = id | project vm, vmName, itemId`;
    const unprotected = async (key: string, column: string) =>
      await ask(
        `${MACHINES} | extend ${column} = tolower(${key}) | join kind=leftouter (${items}) on ${column} | where isempty(itemId) | project name, resourceGroup | order by name asc, resourceGroup asc`,
      );
    expect(await unprotected('id', 'vm')).toEqual([
      { name: 'WEB01', resourceGroup: 'rg-shop' },
      { name: 'edge01', resourceGroup: 'rg-shop' },
      { name: 'partner01', resourceGroup: 'rg-shop' },
      { name: 'web01', resourceGroup: 'rg-data' },
    ]);
    expect(await unprotected('name', 'vmName')).toEqual([
      { name: 'edge01', resourceGroup: 'rg-shop' },
      { name: 'partner01', resourceGroup: 'rg-shop' },
    ]);
  });

  it('has jobs, policies, role assignments and containers', async () => {
    const count = async (query: string): Promise<unknown> => (await ask(`${query} | count`))[0];
    expect(
      await count(
        "recoveryservicesresources | where type endswith '/backupjobs' and properties.status == 'Failed'",
      ),
    ).toEqual({ Count: 4 });
    expect(
      await ask(
        "recoveryservicesresources | where type endswith '/backuppolicies' and name == 'daily-30-days' | summarize n = count() by subscriptionId | order by n asc",
      ),
    ).toEqual([
      { subscriptionId: SECOND, n: 1 },
      { subscriptionId: FIRST, n: 3 },
    ]);
    expect(
      await ask(
        `authorizationresources | where properties.scope == '/subscriptions/${SECOND}' | distinct type`,
      ),
    ).toEqual([{ type: 'microsoft.authorization/roleassignments' }]);
    expect(
      await ask(
        "resourcecontainers | where type == 'microsoft.resources/subscriptions' | mv-expand group = properties.managementGroupAncestorsChain | where group.name == 'mg-contoso' | project name | order by name asc",
      ),
    ).toEqual([{ name: 'Contoso Data' }, { name: 'Contoso Production' }]);
  });
});

describe('who sees what', () => {
  it('leaves out what the caller may not read', async () => {
    const seen = await ask(`${MACHINES} | where name == 'hidden01'`);
    const other = await asking(clientOf(sandbox, 'azbackup-viewer'))(
      `${MACHINES} | where name == 'hidden01' | project name`,
    );
    expect([seen, other]).toEqual([[], [{ name: 'hidden01' }]]);
  });

  it.each([
    [{ subscriptions: [SECOND] }, 2],
    [{ managementGroups: ['mg-data'] }, 2],
    [{ managementGroups: ['MG-Contoso'] }, 10],
    [{}, 10],
  ])('is about the scope %j', async (scope, machines) => {
    expect(await ask(`${MACHINES} | count`, scope)).toEqual([{ Count: machines }]);
  });

  it('denies a scope of which the caller sees nothing', async () => {
    const subscriptions = ['00000000-0000-0000-0000-00000000dead'];
    await expect(ask(MACHINES, { subscriptions })).rejects.toMatchObject({
      statusCode: 403,
      code: 'AccessDenied',
    });
  });
});

describe('pages', () => {
  it('go on with a token until every row was there once', async () => {
    const client = clientOf(sandbox);
    const ids: unknown[] = [];
    let skipToken: string | undefined;
    for (let page = 0; page < 5; page += 1) {
      const answer = await client.resources({
        query: `${MACHINES} | project id`,
        options: { top: 4, ...(skipToken === undefined ? {} : { skipToken }) },
      });
      expect(answer).toMatchObject({ totalRecords: 10, resultTruncated: 'false', facets: [] });
      ids.push(...rowsOf(answer.data).map((row) => JSON.stringify(row)));
      skipToken = answer.skipToken;
      if (skipToken === undefined) {
        break;
      }
    }
    expect([ids.length, new Set(ids).size]).toEqual([10, 10]);
  });

  it.each([`${MACHINES} | project name`, `${MACHINES} | project id | limit 9`])(
    'are cut off without an id, or with a limit: %s',
    async (query) => {
      const answer = await clientOf(sandbox).resources({ query, options: { top: 4 } });
      expect(answer).toMatchObject({ count: 4, resultTruncated: 'true' });
      expect(answer.skipToken).toBeUndefined();
    },
  );

  it('come as a table, too', async () => {
    const answer = await clientOf(sandbox).resources({
      query: `${MACHINES} and name == 'app01' | project name, tags`,
      options: { resultFormat: 'table' },
    });
    expect(answer.data).toEqual({
      columns: [
        { name: 'name', type: 'string' },
        { name: 'tags', type: 'object' },
      ],
      rows: [['app01', { env: 'test' }]],
    });
  });
});

describe('refusals', () => {
  it('name the place of what cannot be parsed', async () => {
    await expect(ask('resources | where type = 1')).rejects.toMatchObject({
      statusCode: 400,
      code: 'BadRequest',
      details: {
        error: {
          details: [
            { code: 'InvalidQuery' },
            { code: 'ParserFailure', line: 1, characterPositionInLine: 23, token: '=' },
          ],
        },
      },
    });
  });

  it.each([
    'resources | union advisorresources',
    'advisorresources',
    'resources | summarize max(id)',
  ])('are the sandbox’s own where Azure would understand: %s', async (query) => {
    await expect(ask(query)).rejects.toMatchObject({
      statusCode: 501,
      code: 'SandboxNotModelled',
    });
  });

  it('are made of the sixteenth query within five seconds', async () => {
    const client = clientOf(sandbox);
    for (let query = 0; query < 15; query += 1) {
      await client.resources({ query: 'resources | count' });
    }
    await expect(client.resources({ query: 'resources | count' })).rejects.toMatchObject({
      statusCode: 429,
      code: 'RateLimiting',
    });
    clock.advanceTo(clock.now() + 5000);
    let headers: Record<string, string> = {};
    await client.resources(
      { query: 'resources | count' },
      {
        onResponse: (raw) => {
          headers = raw.headers.toJSON();
        },
      },
    );
    expect(headers).toMatchObject({
      'x-ms-user-quota-remaining': '14',
      'x-ms-user-quota-resets-after': '00:00:05',
    });
  });
});

describe('the graph', () => {
  it('is two minutes behind', async () => {
    const [assignment] = Object.values(sandbox.state.authorization.assignments);
    Object.assign(assignment ?? {}, { createdOn: new Date(NOW).toISOString() });
    const query = `authorizationresources | where name == '${assignment?.name}' | count`;
    const counts = [await ask(query)];
    clock.advanceTo(NOW + 120_000);
    counts.push(await ask(query));
    expect(counts).toEqual([[{ Count: 0 }], [{ Count: 1 }]]);
  });
});
