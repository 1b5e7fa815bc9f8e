// The smallest world with key vaults in it, and a sandbox over it that records what it answers.
import { createAccessToken } from '../../../src/sandbox/http/access-token.js';
import { createSandbox, type Sandbox } from '../../../src/sandbox/create-sandbox.js';
import type { Exchange } from '../../../src/sandbox/http/exchange.js';
import type { Principal } from '../../../src/sandbox/providers/graph/state.js';
import {
  addKeyVault,
  assignRole,
  type BaseWorld,
} from '../../../src/sandbox/recorded/base-world.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { worldClock, type WorldClock } from '../../../src/sandbox/kernel/time/world-clock.js';

/** Names and ids of the tiny world. */
export const tiny = {
  tenantId: '11111111-1111-4111-8111-111111111111',
  otherTenantId: '22222222-2222-4222-8222-222222222222',
  subscriptionId: '00000000-0000-0000-0000-000000000001',
  otherSubscriptionId: '00000000-0000-0000-0000-000000000002',
  ownerId: 'aaaaaaaa-0000-4000-8000-000000000001',
  strangerId: 'aaaaaaaa-0000-4000-8000-000000000002',
  backupServiceId: 'aaaaaaaa-0000-4000-8000-000000000003',
  userId: 'aaaaaaaa-0000-4000-8000-000000000004',
  groupId: 'aaaaaaaa-0000-4000-8000-000000000005',
  foreignerId: 'aaaaaaaa-0000-4000-8000-000000000006',
  ownerAppId: 'bbbbbbbb-0000-4000-8000-000000000001',
  ownerSecret: 'not-a-real-secret',
  backupServiceAppId: '262044b1-e2ce-469f-a196-69ab7ada62d3',
  group: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-tiny',
  policyVault: 'kv-tiny-policy',
  rbacVault: 'kv-tiny-rbac',
  ownerRole: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  keyVaultAdministrator: '00482a5a-887f-4fb3-b363-3b7fe8e74483',
} as const;

/** 2026-11-23T12:00:00Z. */
export const TINY_START = 1_795_435_200_000;

/** ARM id of a key vault of the tiny world. */
export function vaultId(name: string): string {
  return `${tiny.group}/providers/Microsoft.KeyVault/vaults/${name}`;
}

/** A world of one group, two empty key vaults and six principals. */
export function tinyWorld(): WorldState {
  const state: WorldState = {
    format: 1,
    world: 'tiny',
    nowMilliseconds: TINY_START,
    ids: { seed: 'tiny', next: 1 },
    sealingSecret: 'tiny-sealing-secret',
    subscriptions: [subscription(tiny.subscriptionId), subscription(tiny.otherSubscriptionId)],
    resourceGroups: {},
    resources: {},
    operations: {},
    directory: {
      tenants: [
        { tenantId: tiny.tenantId, displayName: 'Tiny', defaultDomain: 'tiny.onmicrosoft.com' },
        { tenantId: tiny.otherTenantId, displayName: 'Other', defaultDomain: 'other.example' },
      ],
      principals: principals(),
      signedInObjectId: tiny.ownerId,
    },
    authorization: { customRoles: [], assignments: {} },
    keyVaultData: {},
    backup: {},
    throttling: {},
  };
  for (const subscriptionId of [tiny.subscriptionId, tiny.otherSubscriptionId]) {
    const id = `/subscriptions/${subscriptionId}/resourceGroups/rg-tiny`;
    state.resourceGroups[id.toLowerCase()] = {
      id,
      name: 'rg-tiny',
      location: 'japaneast',
      tags: {},
    };
    assignRole(state, tiny.ownerId, tiny.ownerRole, `/subscriptions/${subscriptionId}`);
  }
  addVault(state, vaultId(tiny.policyVault), {});
  addVault(state, vaultId(tiny.rbacVault), { enableRbacAuthorization: true });
  return state;
}

/** Adds a key vault to a world. */
export function addVault(
  state: WorldState,
  id: string,
  properties: Readonly<Record<string, unknown>>,
  location = 'japaneast',
): void {
  addKeyVault(baseOf(state), id, properties, location);
}

/** A world as one to begin with: the owner asks. */
export function baseOf(state: WorldState): BaseWorld {
  return { state, asker: { tenantId: tiny.tenantId, objectId: tiny.ownerId } };
}

/** Assigns a role that has long reached the data plane. */
export const assign = assignRole;

/** A sandbox over a tiny world, with all that a test wants to look at or turn. */
export interface TinySandbox extends Sandbox {
  /** An access token of the owner. */
  askerToken(audience: string): string;
  readonly clock: WorldClock;
  readonly exchanges: readonly Exchange[];
  /** An access token of a principal. */
  token(objectId: string, audience: string): string;
  /** Sends a request as a principal, the owner unless told otherwise; ids start with `/` for ARM. */
  send(method: string, target: string, options?: SendOptions): Promise<Answer>;
}

/** How a request is sent. */
export interface SendOptions {
  readonly as?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of the principal's own token; null sends none. */
  readonly token?: string | null;
}

/** An answer, its body parsed. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // The tests state what they expect of it.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

/** A sandbox over this world, or over a new tiny one. */
export function tinySandbox(state: WorldState = tinyWorld()): TinySandbox {
  const clock = worldClock(state);
  const exchanges: Exchange[] = [];
  const sandbox = createSandbox({
    state,
    clock,
    onExchange: (exchange) => exchanges.push(exchange),
  });
  const token = (objectId: string, audience: string): string => {
    const principal = state.directory.principals.find((found) => found.objectId === objectId);
    if (principal === undefined) {
      throw new Error(`no principal ${objectId}`);
    }
    return createAccessToken(state, clock, { principal, audience });
  };
  return {
    ...sandbox,
    clock,
    exchanges,
    token,
    askerToken: (audience) => token(tiny.ownerId, audience),
    send: async (method, target, { as = tiny.ownerId, body, headers = {}, ...options } = {}) => {
      const url = new URL(target, 'https://management.azure.com');
      const bearer = options.token === undefined ? token(as, audienceOf(url)) : options.token;
      const response = await sandbox.fetch(
        new Request(url, {
          method,
          headers: {
            ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
    },
  };
}

function audienceOf({ hostname }: URL): string {
  if (hostname.endsWith('.vault.azure.net')) {
    return 'https://vault.azure.net';
  }
  return hostname === 'graph.microsoft.com'
    ? 'https://graph.microsoft.com'
    : 'https://management.azure.com';
}

function subscription(subscriptionId: string): WorldState['subscriptions'][number] {
  return {
    subscriptionId,
    displayName: 'Tiny',
    tenantId: tiny.tenantId,
    state: 'Enabled',
    registeredProviders: [
      'microsoft.keyvault',
      'microsoft.compute',
      'microsoft.managedidentity',
      'microsoft.recoveryservices',
    ],
  };
}

function principals(): Principal[] {
  const application: Omit<Principal, 'objectId' | 'displayName'> = {
    tenantId: tiny.tenantId,
    type: 'ServicePrincipal',
    graphPermissions: [],
    accountEnabled: true,
  };
  return [
    {
      ...application,
      objectId: tiny.ownerId,
      displayName: 'owner',
      appId: tiny.ownerAppId,
      clientSecret: tiny.ownerSecret,
      graphPermissions: ['Application.Read.All'],
    },
    {
      ...application,
      objectId: tiny.strangerId,
      displayName: 'stranger',
      appId: 'bbbbbbbb-0000-4000-8000-000000000002',
      clientSecret: 'another-unreal-secret',
    },
    {
      ...application,
      objectId: tiny.backupServiceId,
      displayName: 'Backup Management Service',
      appId: tiny.backupServiceAppId,
    },
    {
      ...application,
      type: 'User',
      objectId: tiny.userId,
      displayName: 'Una User',
      userPrincipalName: 'una@tiny.onmicrosoft.com',
    },
    {
      ...application,
      type: 'Group',
      objectId: tiny.groupId,
      displayName: 'operators',
      members: [tiny.userId],
    },
    {
      ...application,
      tenantId: tiny.otherTenantId,
      objectId: tiny.foreignerId,
      displayName: 'foreigner',
      appId: 'bbbbbbbb-0000-4000-8000-000000000006',
    },
  ];
}
