// Deleting deployments: the record goes, what it made stays; and they go with their group.
import { describe, expect, it } from 'vitest';
import { findResource } from '../../../../../src/sandbox/kernel/resource.js';
import type { BackupSandbox } from '../../../../support/worlds/backup-world.js';
import { deploy, ofDeployment, template } from '../../../../support/worlds/deployments.js';
import { restoredIds, restoredSandbox } from '../../../../support/worlds/restored-world.js';
import { tiny } from '../../../../support/worlds/tiny-world.js';

const made = `${tiny.group}/providers/Microsoft.Network/networkInterfaces/made`;

async function deployed(seconds = 60): Promise<BackupSandbox> {
  const sandbox = await restoredSandbox();
  const configuration = { name: 'ip', properties: { subnet: { id: restoredIds.subnet } } };
  const resource = {
    type: 'Microsoft.Network/networkInterfaces',
    apiVersion: '2023-05-01',
    name: 'made',
    location: 'japaneast',
    properties: { ipConfigurations: [configuration] },
  };
  await deploy(sandbox, { template: template([resource]) });
  sandbox.pass(seconds);
  return sandbox;
}

describe('deleting a deployment', () => {
  it('forgets it and leaves what it made', async () => {
    const sandbox = await deployed();
    const answer = await ofDeployment(sandbox, 'DELETE');
    expect([answer.status, answer.body]).toEqual([202, undefined]);
    const location = answer.headers.get('location') ?? '';
    expect((await sandbox.send('GET', location)).status).toBe(202);
    sandbox.pass(15);
    expect((await sandbox.send('GET', location)).status).toBe(204);
    expect((await ofDeployment(sandbox, 'GET')).status).toBe(404);
    expect(findResource(sandbox.state, made)).toBeDefined();
    expect((await ofDeployment(sandbox, 'DELETE')).status).toBe(204);
  });

  it('is refused as long as it runs', async () => {
    const sandbox = await deployed(0);
    const { status, body } = await ofDeployment(sandbox, 'DELETE');
    expect([status, body.error.code]).toEqual([409, 'DeploymentActive']);
    sandbox.pass(60);
    expect((await ofDeployment(sandbox, 'DELETE')).status).toBe(202);
  });

  it('happens with its group', async () => {
    const sandbox = await deployed();
    await sandbox.call('DELETE', tiny.group, undefined, '2021-04-01');
    sandbox.pass(3600);
    expect((await ofDeployment(sandbox, 'GET')).body.error.code).toBe('ResourceGroupNotFound');
    expect(Object.keys(sandbox.state.deployments ?? {})).toEqual([]);
  });

  it('leaves nothing of one that runs when its group goes', async () => {
    const sandbox = await deployed(0);
    await sandbox.call('DELETE', tiny.group, undefined, '2021-04-01');
    sandbox.pass(3600);
    const { status } = await sandbox.call('GET', tiny.group, undefined, '2021-04-01');
    expect(status).toBe(404);
    expect(findResource(sandbox.state, made)).toBeUndefined();
    expect(Object.keys(sandbox.state.resources).filter((key) => key.includes('rg-tiny/'))).toEqual(
      [],
    );
  });
});
