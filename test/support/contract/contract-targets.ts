// Where the contract of the services is tried: on the sandbox always, and on a real subscription where the
// environment says so and has what signing in needs.

import { systemClock, type Clock } from '../../../src/clock.js';
import { createSandbox } from '../../../src/sandbox/create-sandbox.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import type { Environment } from '../../../src/services/arm/sign-in/auth-methods.js';
import { CLOUDS } from '../../../src/services/arm/clouds.js';
import { createCredential } from '../../../src/services/arm/sign-in/credential.js';
import {
  sharedClientOptions,
  type Transport,
} from '../../../src/services/arm/transport/transport.js';
import { createServices } from '../../../src/services/create-services.js';
import type { Services } from '../../../src/services/services.js';
import { defaultWorld } from '../run-cli.js';
import { sandboxHttpClient } from '../sandbox-http-client.js';

/** Services that answer, and what one must know of where they ask. */
export interface ContractSubject {
  readonly services: Services;
  readonly clock: Clock;
  readonly subscriptionId: string;
  readonly tenantId: string;
  /** Resource group in which things may be made; absent where nothing may be changed. */
  readonly writableGroup?: string;
  /** Whether all is there and allowed that the cases look for; elsewhere they skip what is not. */
  readonly complete: boolean;
}

/** One Azure. */
export interface ContractTarget {
  readonly name: string;
  /** Why nothing is tried on it. */
  readonly skipped?: string;
  /** Why nothing is changed on it. */
  readonly readOnly?: string;
  open(): ContractSubject;
}

const SIGN_IN = [
  'AZURE_SUBSCRIPTION_ID',
  'AZURE_TENANT_ID',
  'AZURE_CLIENT_ID',
  'AZURE_CLIENT_SECRET',
] as const;

/** The targets that an environment describes; those that it does not are there with their reason. */
export function contractTargets(environment: Environment): readonly ContractTarget[] {
  return [{ name: 'the sandbox', open: sandboxSubject }, liveTarget(environment)];
}

function liveTarget(environment: Environment): ContractTarget {
  const missing = ['AZBACKUP_LIVE', ...SIGN_IN].filter((name) => isUnset(environment[name]));
  const target = { name: 'a real subscription', open: () => liveSubject(environment) };
  if (missing.length > 0) {
    return { ...target, skipped: `not set: ${missing.join(', ')}` };
  }
  return isUnset(environment['AZBACKUP_LIVE_WRITE'])
    ? { ...target, readOnly: 'AZBACKUP_LIVE_WRITE names no resource group' }
    : target;
}

function isUnset(value: string | undefined): boolean {
  return value === undefined || value === '';
}

function liveSubject(environment: Environment): ContractSubject {
  const group = environment['AZBACKUP_LIVE_WRITE'];
  return {
    services: servicesOf({ clock: systemClock }, environment),
    clock: systemClock,
    subscriptionId: environment['AZURE_SUBSCRIPTION_ID'] ?? '',
    tenantId: environment['AZURE_TENANT_ID'] ?? '',
    ...(group === undefined || group === '' ? {} : { writableGroup: group }),
    complete: false,
  };
}

function sandboxSubject(): ContractSubject {
  const state = defaultWorld();
  const time = worldClock(state);
  const clock: Clock = {
    now: () => time.now(),
    sleep: (seconds) => Promise.resolve(time.advanceTo(time.now() + seconds * 1000)),
  };
  const httpClient = sandboxHttpClient(createSandbox({ state, clock: time }));
  return {
    services: servicesOf({ clock, httpClient }, signInOf(state)),
    clock,
    subscriptionId: state.subscriptions[0]?.subscriptionId ?? '',
    tenantId: state.subscriptions[0]?.tenantId ?? '',
    writableGroup: 'rg-prod',
    complete: true,
  };
}

function signInOf({ directory }: WorldState): Environment {
  const found = directory.principals.find(
    ({ objectId }) => objectId === directory.signedInObjectId,
  );
  return {
    AZURE_TENANT_ID: found?.tenantId,
    AZURE_CLIENT_ID: found?.appId,
    AZURE_CLIENT_SECRET: found?.clientSecret,
  };
}

/** As the program makes them: its credential, its retries. */
function servicesOf(
  door: Pick<Transport, 'clock' | 'httpClient'>,
  environment: Environment,
): Services {
  const transport = {
    ...door,
    cloud: CLOUDS.AzureCloud,
    correlationId: '11111111-2222-4333-8444-555555555555',
    version: '0.0.0',
    maxRetries: 3,
  };
  return createServices({
    ...transport,
    credential: () =>
      createCredential({
        cloud: CLOUDS.AzureCloud,
        environment,
        method: 'environment',
        client: sharedClientOptions(transport),
      }),
  });
}
