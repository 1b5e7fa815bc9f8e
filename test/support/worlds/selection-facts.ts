// What selects machines, over a sandbox that is read once, and a plain filter of its world to hold the selection against.

import type { Clock } from '../../../src/clock.js';
import type { CommandContext } from '../../../src/commands/context.js';
import { createSandbox } from '../../../src/sandbox/create-sandbox.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import { CLOUDS } from '../../../src/services/arm/clouds.js';
import { createServices } from '../../../src/services/create-services.js';
import { fetchHttpClient } from '../../../src/services/arm/transport/fetch-http-client.js';
import { createFactReader, type FactReader } from '../../../src/facts/fact-reader.js';
import { tokenFor } from './token-for.js';

/** What a selection needs of its surroundings. */
export interface SelectionFacts {
  readonly reader: FactReader;
  /** Files and standard input hold `text`. */
  context(text?: string): CommandContext;
  readonly warnings: string[];
}

/** The facts of a world; its clock stands still but for waits. */
export function selectionFacts(world: WorldState): SelectionFacts {
  const time = worldClock(world);
  const sandbox = createSandbox({ state: world, clock: time });
  const clock: Clock = {
    now: () => time.now(),
    sleep: (seconds) => Promise.resolve(time.advanceTo(time.now() + seconds * 1000)),
  };
  const services = createServices({
    cloud: CLOUDS.AzureCloud,
    httpClient: fetchHttpClient((request) => sandbox.fetch(request)),
    clock,
    correlationId: '11111111-2222-3333-4444-555555555555',
    version: '0.0.0',
    maxRetries: 3,
    credential: () =>
      Promise.resolve({
        getToken: async () => ({
          token: await tokenFor(sandbox, 'azbackup-operator'),
          expiresOnTimestamp: clock.now() + 3_600_000,
        }),
      }),
  });
  const warnings: string[] = [];
  const context = (text = ''): CommandContext => {
    const part: Partial<CommandContext> = {
      services,
      clock,
      signal: new AbortController().signal,
      warn: (message) => void warnings.push(message),
      leftOut: (message) => void warnings.push(message),
      readInput: () => Promise.resolve(text),
      defaultSubscription: () => Promise.resolve(undefined),
    };
    return part as CommandContext;
  };
  return { reader: createFactReader(services), context, warnings };
}

/** A machine as the world has it. */
export interface WorldMachine {
  readonly id: string;
  readonly name: string;
  readonly subscription: string;
  readonly group: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly encryption: readonly string[];
  readonly protection: string;
}

/** All machines that nothing hides from the operator. */
export function worldMachines(world: WorldState): readonly WorldMachine[] {
  const denied = Object.values(world.resources)
    .filter(({ type }) => type.toLowerCase() === 'microsoft.authorization/denyassignments')
    .map(({ properties }) => String(properties['scope']).toLowerCase());
  const encrypted = new Set(
    Object.values(world.resources)
      .filter(({ properties }) => isSet(properties['encryptionSettingsCollection']))
      .map(({ id }) => id.toLowerCase()),
  );
  return Object.values(world.resources)
    .filter(({ type }) => type.toLowerCase() === 'microsoft.compute/virtualmachines')
    .filter(({ id }) => !denied.includes(id.toLowerCase()))
    .map(({ id, name, location, tags, properties }) => {
      const [, , subscription = '', , group = ''] = id.toLowerCase().split('/');
      const text = JSON.stringify(properties).toLowerCase();
      return {
        id: id.toLowerCase(),
        name: name.toLowerCase(),
        subscription,
        group,
        location: location?.toLowerCase() ?? '',
        tags: Object.fromEntries(
          Object.entries(tags ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
        ),
        encryption: [...encrypted].some((disk) => text.includes(`"${disk}"`))
          ? ['ade']
          : text.includes('"encryptionathost":true')
            ? ['host']
            : ['pmk', 'none'],
        protection: protectionIn(world, id.toLowerCase()),
      };
    });
}

function isSet(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'enabled' in value && value.enabled === true
  );
}

/** By the id and the state of its items; one in another subscription is elsewhere. */
function protectionIn(world: WorldState, vmId: string): string {
  const subscription = vmId.split('/')[2];
  const found = Object.entries(world.backup).flatMap(([vaultId, { items }]) =>
    Object.values(items)
      .filter((item) => item.vmId.toLowerCase() === vmId && item.deletion === undefined)
      .map(({ protectionState }) =>
        vaultId.toLowerCase().split('/')[2] !== subscription
          ? 'elsewhere'
          : ['ProtectionStopped', 'ProtectionPaused', 'BackupsSuspended'].includes(protectionState)
            ? 'stopped'
            : 'yes',
      ),
  );
  return found.find((each) => each === 'yes') ?? found[0] ?? 'no';
}
