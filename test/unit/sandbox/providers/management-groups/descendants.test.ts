// What lies beneath a management group, and who is told.
import { beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../../../src/sandbox/create-sandbox.js';
import { objectIds } from '../../../../../src/sandbox/estates/build/principals.js';
import { assignRole } from '../../../../../src/sandbox/estates/build/role-assignments.js';
import { buildTwoSubscriptionsWorld } from '../../../../../src/sandbox/estates/two-subscriptions-world.js';
import { worldClock } from '../../../../../src/sandbox/kernel/time/world-clock.js';
import type { WorldState } from '../../../../../src/sandbox/kernel/state.js';
import { tokenFor } from '../../../../support/worlds/token-for.js';

const GROUPS = '/providers/Microsoft.Management/managementGroups';

let world: WorldState;
let sandbox: Sandbox;
beforeEach(() => {
  world = buildTwoSubscriptionsWorld(Date.UTC(2026, 10, 23, 9));
  sandbox = createSandbox({ state: world, clock: worldClock(world) });
});

async function descendants(name: string) {
  const token = await tokenFor(sandbox, 'azbackup-operator');
  const url = `https://management.azure.com${GROUPS}/${name}/descendants?api-version=2020-05-01`;
  const answer = await sandbox.fetch(
    new Request(url, { headers: { authorization: `Bearer ${token}` } }),
  );
  return { status: answer.status, body: await answer.json() };
}

const readerAt = (group: string): void =>
  assignRole(world, {
    principalId: objectIds.operator,
    role: 'reader',
    scope: `${GROUPS}/${group}`,
  });

describe('the descendants of a management group', () => {
  it('are its subscriptions and groups, at whatever depth', async () => {
    readerAt('mg-contoso');
    const { status, body } = await descendants('MG-Contoso');
    expect(status).toBe(200);
    expect(body).toEqual({
      value: [
        {
          id: '/subscriptions/00000000-0000-0000-0000-000000000001',
          type: '/subscriptions',
          name: '00000000-0000-0000-0000-000000000001',
          properties: {
            displayName: 'Contoso Production',
            parent: { id: `${GROUPS}/mg-contoso` },
          },
        },
        {
          id: `${GROUPS}/mg-data`,
          type: 'Microsoft.Management/managementGroups',
          name: 'mg-data',
          properties: { displayName: 'Contoso Data', parent: { id: `${GROUPS}/mg-contoso` } },
        },
        {
          id: '/subscriptions/00000000-0000-0000-0000-000000000002',
          type: '/subscriptions',
          name: '00000000-0000-0000-0000-000000000002',
          properties: { displayName: 'Contoso Data', parent: { id: `${GROUPS}/mg-data` } },
        },
      ],
    });
  });

  it('are told to who has a right at a group above', async () => {
    readerAt('mg-contoso');
    expect((await descendants('mg-data')).status).toBe(200);
  });

  it.each(['mg-data', 'mg-none'])(
    'are refused without, whether it exists or not: %s',
    async (name) => {
      const { status, body } = await descendants(name);
      expect(status).toBe(403);
      expect(JSON.stringify(body)).toContain(
        `action 'Microsoft.Management/managementGroups/descendants/read' over scope '${GROUPS}/${name}'`,
      );
    },
  );

  it('of a group below are no answer to who has a right there', async () => {
    readerAt('mg-data');
    expect((await descendants('mg-contoso')).status).toBe(403);
  });
});
