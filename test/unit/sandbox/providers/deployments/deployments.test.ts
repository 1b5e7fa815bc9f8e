// Deployments of templates: what is judged beforehand, in what order resources are made, and how it ends.
import { describe, expect, it } from 'vitest';
import { builtInRoles } from '../../../../../src/sandbox/providers/authorization/role-definitions/built-in-roles.js';
import { findResource } from '../../../../../src/sandbox/kernel/resource.js';
import { worldStateSchema } from '../../../../../src/sandbox/kernel/state.js';
import type { BackupSandbox, Json } from '../../../../support/worlds/backup-world.js';
import {
  deploy,
  deploymentId,
  ofDeployment,
  shownDeployment,
  template,
} from '../../../../support/worlds/deployments.js';
import { restoredIds, restoredSandbox } from '../../../../support/worlds/restored-world.js';
import { assign, tiny } from '../../../../support/worlds/tiny-world.js';

const networkVersion = '2023-05-01';

function networkInterface(name: string, more: object = {}): Json {
  return {
    type: 'Microsoft.Network/networkInterfaces',
    apiVersion: networkVersion,
    name,
    location: 'japaneast',
    properties: {
      ipConfigurations: [{ name: 'ipconfig1', properties: { subnet: { id: restoredIds.subnet } } }],
    },
    ...more,
  };
}

async function operationsOf(sandbox: BackupSandbox): Promise<Json[]> {
  const path = `${tiny.group}/deployments/dep/operations`;
  return (await sandbox.call('GET', path, undefined, '2022-09-01')).body.value;
}

const nic = (name: string): string =>
  `${tiny.group}/providers/Microsoft.Network/networkInterfaces/${name}`;

describe('a deployment', () => {
  it('is accepted, makes one thing after the other, and shows what it made', async () => {
    const sandbox = await restoredSandbox();
    const resources = [
      networkInterface('second', { dependsOn: [nic('first')] }),
      networkInterface('first'),
    ];
    const put = await deploy(sandbox, { template: template(resources), parameters: {} });
    expect(put).toMatchObject({
      status: 201,
      body: {
        id: deploymentId(),
        type: 'Microsoft.Resources/deployments',
        properties: {
          provisioningState: 'Accepted',
          mode: 'Incremental',
          duration: 'PT0S',
          dependencies: [{ id: nic('second'), dependsOn: [{ id: nic('first') }] }],
        },
      },
    });
    const status = put.headers.get('azure-asyncoperation') ?? '';
    expect(status).toContain(`${deploymentId()}/operationStatuses/`);
    sandbox.pass(1);
    expect((await sandbox.send('GET', status)).body).toEqual({ status: 'Running' });
    expect(await operationsOf(sandbox)).toMatchObject([
      { properties: { targetResource: { resourceName: 'first' }, provisioningState: 'Running' } },
    ]);
    expect(findResource(sandbox.state, nic('second'))).toBeUndefined();
    sandbox.pass(10);
    expect((await sandbox.send('GET', status)).body).toEqual({ status: 'Succeeded' });
    expect((await shownDeployment(sandbox)).properties).toMatchObject({
      provisioningState: 'Succeeded',
      duration: 'PT6S',
      outputResources: [{ id: nic('second') }, { id: nic('first') }],
    });
    expect(findResource(sandbox.state, nic('second'))).toBeDefined();
    expect(worldStateSchema.safeParse(sandbox.state).error).toBeUndefined();
  });

  it('can be given again when it has ended, not before', async () => {
    const sandbox = await restoredSandbox();
    const content = { template: template([networkInterface('first')]) };
    await deploy(sandbox, content);
    expect(await deploy(sandbox, content)).toMatchObject({
      status: 409,
      body: { error: { code: 'DeploymentActive' } },
    });
    sandbox.pass(10);
    expect((await deploy(sandbox, content)).status).toBe(200);
    sandbox.pass(10);
    const list = `${tiny.group}/providers/Microsoft.Resources/deployments`;
    const { body } = await sandbox.call('GET', list, undefined, '2021-04-01');
    expect(body.value).toMatchObject([{ properties: { provisioningState: 'Succeeded' } }]);
  });

  it('makes each thing once, however many requests come at the same time', async () => {
    const sandbox = await restoredSandbox();
    await deploy(sandbox, { template: template([networkInterface('first')]) });
    sandbox.pass(10);
    await Promise.all(Array.from({ length: 5 }, () => shownDeployment(sandbox)));
    const puts = Object.values(sandbox.state.operations).filter(
      ({ resourceId }) => resourceId === nic('first'),
    );
    expect(puts).toHaveLength(1);
  });

  it('goes by what stood in the template, with parameters, variables and functions', async () => {
    const sandbox = await restoredSandbox();
    const name = "[toLower(concat(parameters('prefix'), '-', variables('number')))]";
    const tags = {
      where: "[format('{0}/{1}', resourceGroup().name, resourceGroup().location)]",
      subscription: '[subscription().subscriptionId]',
      first: "[variables('list')[0].name]",
      group:
        "[resourceId('rg-x', 'Microsoft.Network/virtualNetworks/subnets', 'v', parameters('prefix'))]",
      literal: '[[not an expression]',
    };
    const content = template([networkInterface(name, { tags })], {
      parameters: {
        prefix: { type: 'string', defaultValue: 'Nic' },
        pin: { type: 'secureString' },
      },
      variables: { number: '[concat(3, 4)]', list: [{ name: 'one' }] },
    });
    const parameters = { PIN: { value: 'hidden-value' } };
    const put = await deploy(sandbox, { template: content, parameters });
    expect(put.body.properties.parameters).toEqual({
      prefix: { type: 'String', value: 'Nic' },
      pin: { type: 'SecureString' },
    });
    sandbox.pass(10);
    const after = await shownDeployment(sandbox);
    const made = findResource(sandbox.state, nic('nic-34'));
    expect(made?.tags).toEqual({
      where: 'rg-tiny/japaneast',
      subscription: tiny.subscriptionId,
      first: 'one',
      group: `/subscriptions/${tiny.subscriptionId}/resourceGroups/rg-x/providers/Microsoft.Network/virtualNetworks/v/subnets/Nic`,
      literal: '[not an expression]',
    });
    expect(JSON.stringify(after)).not.toContain('hidden-value');
  });

  it('fails with what each provider said, and leaves out what depends on it', async () => {
    const sandbox = await restoredSandbox();
    const wrong = networkInterface('wrong', { location: 'japanwest' });
    const resources = [
      wrong,
      networkInterface('after', { dependsOn: ['wrong'] }),
      networkInterface('apart'),
    ];
    const put = await deploy(sandbox, { template: template(resources) });
    expect(put.status).toBe(201);
    sandbox.pass(10);
    const { properties } = await shownDeployment(sandbox);
    expect(properties).toMatchObject({
      provisioningState: 'Failed',
      error: {
        code: 'DeploymentFailed',
        target: deploymentId(),
        details: [{ code: 'InvalidResourceReference' }],
      },
    });
    const { body } = await sandbox.send('GET', put.headers.get('azure-asyncoperation') ?? '');
    expect(body).toEqual({ status: 'Failed', error: properties.error });
    expect(await operationsOf(sandbox)).toMatchObject([
      { properties: { provisioningState: 'Failed', statusCode: 'BadRequest' } },
      { properties: { provisioningState: 'Succeeded', statusCode: 'Created' } },
    ]);
    expect(findResource(sandbox.state, nic('after'))).toBeUndefined();
    expect(findResource(sandbox.state, nic('apart'))).toBeDefined();
  });

  it('is not known under a name that was never given', async () => {
    const sandbox = await restoredSandbox();
    const missing = { status: 404, body: { error: { code: 'DeploymentNotFound' } } };
    expect(await ofDeployment(sandbox, 'GET')).toMatchObject(missing);
    await deploy(sandbox, { template: template([]) });
    expect(await ofDeployment(sandbox, 'GET', '/operationStatuses/1')).toMatchObject(missing);
    expect((await shownDeployment(sandbox)).properties.provisioningState).toBe('Succeeded');
  });
});

describe('a template is refused', () => {
  const parameters = (value: object) => ({ parameters: { size: value } });

  it.each<[string, Json, object, RegExp]>([
    ['without its schema', { contentVersion: '1', resources: [] }, {}, /property '\$schema'/u],
    [
      'without a value for a parameter',
      template([], parameters({ type: 'string' })),
      {},
      /parameter 'size' is not provided/u,
    ],
    [
      'with a parameter that it does not declare',
      template([], parameters({ type: 'string', defaultValue: 'a' })),
      { nothing: { value: 1 } },
      /'nothing' in the parameters file are not valid.*are 'size'/u,
    ],
    [
      'with a value of another type',
      template([], parameters({ type: 'string' })),
      { size: { value: 1 } },
      /Expected 'String' for 'size'/u,
    ],
    [
      'with a parameter of no type',
      template([], parameters({ type: 'text' })),
      { size: { value: 1 } },
      /no valid type: 'text'/u,
    ],
    [
      'with a value that is not allowed',
      template([], parameters({ type: 'int', allowedValues: [1, 2] })),
      { size: { value: 3 } },
      /not part of the allowed value\(s\): '1,2'/u,
    ],
    [
      'with as many names as the type does not have',
      template([networkInterface('a/b')]),
      {},
      /incorrect segment lengths/u,
    ],
    [
      'with the same resource twice',
      template([networkInterface('a'), networkInterface('A')]),
      {},
      /'A' is defined multiple times/u,
    ],
    [
      'that depends on what it does not have',
      template([networkInterface('a', { dependsOn: ['b'] })]),
      {},
      /resource 'b' is not defined/u,
    ],
    [
      'that waits for itself',
      template([
        networkInterface('a', { dependsOn: ['b'] }),
        networkInterface('b', { dependsOn: ["[concat('a', '')]"] }),
        networkInterface('c'),
      ]),
      {},
      /Circular dependency detected/u,
    ],
    [
      'with broken expressions',
      template([networkInterface('[concat(]')]),
      {},
      /'\[concat\(\]': 'it ends too early'/u,
    ],
    [
      'that uses what is not declared',
      template([networkInterface("[parameters('x')]")]),
      {},
      /template parameter 'x' is not found/u,
    ],
    [
      'that asks for a member which is not there',
      template([networkInterface('[resourceGroup().owner]')]),
      {},
      /property 'owner' doesn't exist/u,
    ],
    [
      'whose name is not a text',
      template([networkInterface('[subscription()]')]),
      {},
      /does not evaluate to a string/u,
    ],
    [
      'with too few names for an id',
      template([networkInterface("[resourceId('A/b/c', 'd')]")]),
      {},
      /the type 'A\/b\/c' requires '2' resource name/u,
    ],
  ])('%s', async (_, content, sent, message) => {
    const sandbox = await restoredSandbox();
    const put = await deploy(sandbox, { template: content, parameters: sent });
    expect(put).toMatchObject({
      status: 400,
      body: { error: { code: 'InvalidTemplate', message: expect.stringMatching(message) } },
    });
    expect((await ofDeployment(sandbox, 'GET')).status).toBe(404);
  });

  it.each<[string, Json, RegExp]>([
    [
      'a function',
      template([networkInterface("[uniqueString('a')]")]),
      /template function 'uniqueString'/u,
    ],
    ['outputs', template([], { outputs: {} }), /field 'outputs'/u],
    [
      'a condition',
      template([networkInterface('a', { condition: false })]),
      /field 'resources\.0\.condition'/u,
    ],
  ])('by name where the sandbox does not know %s', async (_, content, message) => {
    const sandbox = await restoredSandbox();
    expect(await deploy(sandbox, { template: content })).toMatchObject({
      status: 501,
      body: { error: { message: expect.stringMatching(message) } },
    });
  });

  it('when its mode would delete', async () => {
    const sandbox = await restoredSandbox();
    const answer = await deploy(sandbox, { mode: 'Complete', template: template([]) });
    expect(answer.status).toBe(501);
  });

  it('when the caller may deploy but not make what it describes', async () => {
    const sandbox = await restoredSandbox();
    const role = builtInRoles.find(({ roleName }) => roleName === 'Virtual Machine Contributor');
    assign(sandbox.state, tiny.strangerId, role?.name ?? '', tiny.group);
    const content = template([
      networkInterface('mine'),
      {
        type: 'Microsoft.KeyVault/vaults',
        apiVersion: '2023-07-01',
        name: 'kv-new',
        properties: {},
      },
    ]);
    const body = { properties: { mode: 'Incremental', template: content } };
    const url = `https://management.azure.com${deploymentId()}?api-version=2022-09-01`;
    const token = sandbox.token(tiny.strangerId, 'https://management.azure.com');
    const answer = await sandbox.fetch(
      new Request(url, {
        method: 'PUT',
        body: JSON.stringify(body),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      }),
    );
    const { error }: Json = await answer.json();
    expect(answer.status).toBe(403);
    expect(error.code).toBe('InvalidTemplateDeployment');
    expect(error.message).toContain("'kv-new' of type 'Microsoft.KeyVault/vaults'");
    expect(error.message).not.toContain("resource 'mine'");
  });
});

describe('validation', () => {
  it('says what would be made and makes nothing', async () => {
    const sandbox = await restoredSandbox();
    const body = {
      properties: { mode: 'Incremental', template: template([networkInterface('a')]) },
    };
    const answer = await ofDeployment(sandbox, 'POST', '/validate', body);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        properties: { provisioningState: 'Succeeded', validatedResources: [{ id: nic('a') }] },
      },
    });
    sandbox.pass(60);
    expect((await ofDeployment(sandbox, 'GET')).status).toBe(404);
    expect(findResource(sandbox.state, nic('a'))).toBeUndefined();
  });
});
