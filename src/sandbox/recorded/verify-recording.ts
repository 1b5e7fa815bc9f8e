// Where the sandbox would have answered otherwise than a recording of Azure. A world is made in which the
// recorded requests make sense, as far as the recording tells; they are sent in their order, and each answer
// is compared with the recorded one.

import { createSandbox } from '../create-sandbox.js';
import { createAccessToken } from '../http/access-token.js';
import { HostNotFound } from '../http/routing/host-not-found.js';
import { findByHostName } from '../kernel/resource.js';
import { parseInstant } from '../kernel/time/instant.js';
import { worldClock } from '../kernel/time/world-clock.js';
import { assignRole, newBaseWorld, type Asker, type BaseWorld } from './base-world.js';
import { differenceWeight } from './difference-weight.js';
import type { Exchange, Recording } from './recording.js';
import { seedRecordedMachines } from './recorded-machines.js';
import { seedNamedObjects, seedRecordedObjects } from './recorded-objects.js';
import {
  recordedTenant,
  seedRecordedPrincipals,
  seedRecordedRoles,
  seedRecordedSubscriptions,
  seedRecordedVaults,
} from './recorded-surroundings.js';
import { recordedWorld } from './recorded-world.js';
import { replay, type Interludes, type ReplayedExchange, type ReplaySandbox } from './replay.js';
import type { Difference } from './shape-difference.js';
import { shownResources } from './shown-resources.js';
import { seedStartingItems } from './starting-items.js';

/** What the comparison of one exchange came to. */
export interface VerifiedExchange {
  /** Its place in the recording. */
  readonly index: number;
  /** Provider and operation; undefined when the sandbox has none. */
  readonly operationId: string | undefined;
  readonly outcome: 'agrees' | 'differs' | 'not-compared';
  /** Why it could not be compared. */
  readonly reason: string | undefined;
  /** Differences of the wire. */
  readonly differences: readonly Difference[];
  /** Of how many values the world decides, and not Azure's form. */
  readonly ofTheWorld: number;
}

const KEY_VAULT_ADMINISTRATOR = '00482a5a-887f-4fb3-b363-3b7fe8e74483';

/** Plays a recording to a sandbox and says of each exchange whether they agree. */
export async function verifyRecording(recorded: Recording): Promise<readonly VerifiedExchange[]> {
  const reasons = recorded.exchanges.map((exchange) => whyNotSent(exchange));
  const recording = {
    ...recorded,
    exchanges: recorded.exchanges.filter((_, index) => reasons[index] === undefined),
  };
  const base = newBaseWorld(askerOf(recording));
  makeWorld(recording, base);
  const sandbox = sandboxOf(base);
  const replayed = await replay(recording, sandbox, interludesOf(recording), ({ differences }) =>
    differences.filter((each) => differenceWeight(each) === 'wire'),
  );
  const left = [...replayed];
  return reasons.map((reason, index) => {
    const found = reason === undefined ? left.shift() : undefined;
    return found === undefined ? notCompared(index, reason) : verdict(found, index);
  });
}

/** What cannot be sent again because the recording has left it out. */
function whyNotSent({ request, response }: Exchange): string | undefined {
  if (!URL.canParse(request.url) || request.url.startsWith('https://withheld.invalid')) {
    return 'it was withheld when it was recorded';
  }
  if (
    /[?&=]redacted(?:&|$)/u.test(request.url) ||
    JSON.stringify(request.body ?? null).includes('[redacted]')
  ) {
    return 'what was sent was left out of the recording';
  }
  const body = typeof response.body === 'string' ? response.body : '';
  return body.startsWith('[')
    ? `the answer is not in the recording: ${body.slice(1, -1)}`
    : undefined;
}

function makeWorld(recording: Recording, base: BaseWorld): void {
  const { state, asker } = base;
  const shown = shownResources(recording);
  recordedWorld(recording, base);
  seedRecordedSubscriptions(state, recording);
  seedRecordedPrincipals(state, recording, asker.tenantId);
  seedRecordedMachines(state, shown);
  seedRecordedRoles(state, shown);
  seedRecordedVaults(state, shown);
  seedRecordedObjects(state, recording);
  seedNamedObjects(state, recording);
  seedStartingItems(state, recording, shown);
  letAskerRead(recording, base);
}

/** Whoever recorded was let into a key vault that answered. */
function letAskerRead({ exchanges }: Recording, { state, asker }: BaseWorld): void {
  const hosts = exchanges
    .filter(({ response }) => response.status < 300)
    .map(({ request }) => new URL(request.url).hostname)
    .filter((host) => host.endsWith('.vault.azure.net'));
  for (const host of new Set(hosts)) {
    const vault = findByHostName(state, 'Microsoft.KeyVault/vaults', host.split('.')[0] ?? '');
    if (vault?.properties['enableRbacAuthorization'] === true) {
      assignRole(state, asker.objectId, KEY_VAULT_ADMINISTRATOR, vault.id);
    }
  }
}

/** The tenant is the recorded one; whoever asks is somebody with an access policy, where there are such. */
function askerOf(recording: Recording): Asker {
  const tenantId = recordedTenant(recording) ?? '11111111-1111-4111-8111-111111111111';
  const policies = JSON.stringify(recording.exchanges.map(({ response }) => response.body)).match(
    /"objectId":"(?<id>[\w-]{36})","permissions":\{[^}]*"(?:list|List|all)"/u,
  );
  return { tenantId, objectId: policies?.groups?.['id'] ?? 'aaaaaaaa-0000-4000-8000-000000000001' };
}

function sandboxOf({ state, asker }: BaseWorld): ReplaySandbox {
  const clock = worldClock(state);
  const sandbox = createSandbox({ state, clock });
  const principal = state.directory.principals.find(({ objectId }) => objectId === asker.objectId);
  if (principal === undefined) {
    throw new TypeError('whoever asks is not in the directory');
  }
  return {
    state,
    clock,
    // A host that does not exist is no answer; the comparison says so.
    fetch: async (request) => {
      try {
        return await sandbox.fetch(request);
      } catch (error) {
        if (error instanceof HostNotFound) {
          const message = `there is no ${new URL(request.url).hostname}`;
          return Response.json({ error: { code: 'SandboxNotModelled', message } }, { status: 501 });
        }
        throw error;
      }
    },
    askerToken: (audience) => createAccessToken(state, clock, { principal, audience }),
  };
}

/**
 * Between changes as much time passes as when they were recorded, and what was granted is effective: how long
 * either takes is chance, and in the sandbox another one.
 */
function interludesOf({ exchanges }: Recording): Interludes<ReplaySandbox> {
  return Object.fromEntries(
    exchanges.map(({ request, response }, index) => {
      const at = parseInstant(response.headers?.['date'] ?? '');
      const interlude: Interludes<ReplaySandbox>[number] = ({ clock, state }) => {
        if (request.method !== 'GET' && at !== undefined) {
          clock.advanceTo(Math.max(clock.now(), at));
        }
        for (const assignment of Object.values(state.authorization.assignments)) {
          assignment.effectiveMilliseconds = Math.min(
            assignment.effectiveMilliseconds,
            clock.now(),
          );
        }
        return Promise.resolve();
      };
      return [index, interlude];
    }),
  );
}

function notCompared(index: number, reason: string | undefined): VerifiedExchange {
  return {
    index,
    operationId: undefined,
    outcome: 'not-compared',
    reason: reason ?? 'it was not played',
    differences: [],
    ofTheWorld: 0,
  };
}

function verdict(found: ReplayedExchange, index: number): VerifiedExchange {
  const { operationId } = found;
  const reason = whyNotCompared(found);
  if (reason !== undefined) {
    return { ...notCompared(index, reason), operationId };
  }
  const weights = found.differences.map((each) => differenceWeight(each));
  const differences = found.differences.filter((_, at) => weights[at] === 'wire');
  return {
    index,
    operationId,
    outcome: differences.length === 0 ? 'agrees' : 'differs',
    reason: undefined,
    differences,
    ofTheWorld: weights.filter((weight) => weight === 'world').length,
  };
}

function whyNotCompared(replayed: ReplayedExchange): string | undefined {
  switch (replayed.outcome) {
    case 'outage':
      return 'Azure failed when it was recorded';
    case 'not-modelled':
      return `the sandbox does not model it: ${replayed.refusal}`;
    case 'depends':
      return 'it depends on a request that could not be compared';
    case 'compared':
      return missingFromWorld(replayed);
  }
}

/** The recording does not tell enough of the world to ask this in it. */
function missingFromWorld({
  differences,
  sent,
  operationId,
}: ReplayedExchange): string | undefined {
  const status = differences.find(({ kind }) => kind === 'status');
  if (status === undefined || sent === undefined) {
    return undefined;
  }
  const recorded = Number(status.recorded);
  const isLacking =
    recorded < 400 &&
    ([403, 404].includes(sent.status) ||
      // It is not there, or something is left in it.
      (sent.method === 'DELETE' && (sent.status === 204 || sent.status >= 400)));
  if (isLacking) {
    return `the recording does not tell enough of its world: the sandbox answers ${sent.status}`;
  }
  if (
    recorded < 400 &&
    sent.status === 400 &&
    operationId?.startsWith('key-vault-data ') === true
  ) {
    return 'what a key opens or signs needs the recorded key';
  }
  return [401, 403, 404].includes(recorded) && sent.status < 400
    ? 'what was missing when it was recorded is not told by the recording'
    : undefined;
}
