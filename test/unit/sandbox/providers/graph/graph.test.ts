import { describe, expect, it } from 'vitest';
import { tiny, tinySandbox } from '../../../../support/worlds/tiny-world.js';

const GRAPH = 'https://graph.microsoft.com/v1.0';
const list = `${GRAPH}/servicePrincipals`;

describe('service principals', () => {
  it.each([
    `$filter=appId eq '${tiny.backupServiceAppId}'`,
    `$filter=servicePrincipalNames/any(c:c eq '${tiny.backupServiceAppId}')`,
    "%24filter=displayName+eq+'Backup Management Service'",
  ])('are found by %s', async (query) => {
    const { status, headers, body } = await tinySandbox().send('GET', `${list}?${query}`);
    expect(status).toBe(200);
    expect(headers.get('odata-version')).toBe('4.0');
    expect(body['@odata.context']).toBe(
      'https://graph.microsoft.com/v1.0/$metadata#servicePrincipals',
    );
    expect(body.value).toMatchObject([
      { id: tiny.backupServiceId, appId: tiny.backupServiceAppId, deletedDateTime: null },
    ]);
  });

  it('answer an empty list when none fits', async () => {
    const { status, body } = await tinySandbox().send('GET', `${list}?$filter=appId eq 'x'`);
    expect([status, body.value]).toEqual([200, []]);
  });

  it('are read by id or application id, and in part', async () => {
    const sandbox = tinySandbox();
    const byId = await sandbox.send('GET', `${list}/${tiny.backupServiceId}?$select=id,appId`);
    const { '@odata.context': context, ...members } = byId.body;
    expect(context).toContain('#servicePrincipals(id,appId)/$entity');
    expect(members).toEqual({ id: tiny.backupServiceId, appId: tiny.backupServiceAppId });
    const byApp = await sandbox.send('GET', `${list}(appId='${tiny.backupServiceAppId}')`);
    expect(byApp.body.id).toBe(tiny.backupServiceId);
  });

  it('tell what is not there', async () => {
    const { status, body } = await tinySandbox().send('GET', `${list}/nobody`);
    expect(status).toBe(404);
    expect(body.error).toMatchObject({
      code: 'Request_ResourceNotFound',
      message:
        "Resource 'nobody' does not exist or one of its queried reference-property objects are not present.",
      innerError: { date: '2026-11-23T12:00:00' },
    });
  });

  it('are hidden from applications without the permission, not from users', async () => {
    const sandbox = tinySandbox();
    const stranger = await sandbox.send('GET', list, { as: tiny.strangerId });
    expect([stranger.status, stranger.body.error.code]).toEqual([
      403,
      'Authorization_RequestDenied',
    ]);
    expect((await sandbox.send('GET', list, { as: tiny.userId })).status).toBe(200);
  });
});

describe('directory objects', () => {
  it('are looked up by id', async () => {
    const { body } = await tinySandbox().send('POST', `${GRAPH}/directoryObjects/getByIds`, {
      body: { ids: [tiny.userId, tiny.groupId, 'nobody'], types: ['user'] },
    });
    expect(body.value).toMatchObject([
      { '@odata.type': '#microsoft.graph.user', displayName: 'Una User' },
    ]);
  });

  it('that are service principals know their groups, also those of their groups', async () => {
    const sandbox = tinySandbox();
    const outer = '99999999-0000-4000-8000-000000000010';
    const group = sandbox.state.directory.principals.find(
      ({ objectId }) => objectId === tiny.groupId,
    );
    if (group === undefined) {
      throw new Error('the world has no group');
    }
    group.members = [tiny.strangerId];
    sandbox.state.directory.principals.push({ ...group, objectId: outer, members: [tiny.groupId] });
    const groupsOf = (id: string, as: string = tiny.ownerId) =>
      sandbox.send('POST', `${GRAPH}/servicePrincipals/${id}/getMemberGroups`, {
        body: { securityEnabledOnly: false },
        as,
      });
    expect((await groupsOf(tiny.strangerId)).body.value).toEqual([tiny.groupId, outer]);
    expect((await groupsOf(tiny.ownerId)).body.value).toEqual([]);
    expect((await groupsOf('nobody')).status).toBe(404);
    expect((await groupsOf(tiny.ownerId, tiny.strangerId)).status).toBe(403);
  });

  it('know who the user is', async () => {
    const sandbox = tinySandbox();
    const { body } = await sandbox.send('GET', `${GRAPH}/me`, { as: tiny.userId });
    expect(body).toMatchObject({ id: tiny.userId, userPrincipalName: 'una@tiny.onmicrosoft.com' });
    expect(await sandbox.send('GET', `${GRAPH}/me`)).toMatchObject({
      status: 400,
      body: {
        error: {
          code: 'BadRequest',
          message: '/me request is only valid with delegated authentication flow.',
        },
      },
    });
  });
});
