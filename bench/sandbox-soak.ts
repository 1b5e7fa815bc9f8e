// Many mixed requests through the served sandbox, from many connections at once.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  proxiedClient,
  signIn,
  type ProxiedClient,
} from '../test/support/process/proxied-client.js';
import { startServing } from '../test/support/process/served-sandbox.js';

/** What a soak found. */
export interface SoakFigures {
  readonly requests: number;
  readonly seconds: number;
  /** Answers other than those expected, by what they were. */
  readonly errors: Readonly<Record<string, number>>;
  readonly throttled: number;
  /** What the server said on stderr; empty when all went well. */
  readonly complaints: string;
  readonly exitCode: number | null;
  /** Memory of the server in MB, the median of each stretch. */
  readonly memoryAfterWarmUp: number;
  readonly memoryAtEnd: number;
}

interface Asked {
  readonly url: string;
  readonly method?: string;
  readonly body?: object;
  readonly expected?: number;
}

const ARM = 'https://management.azure.com';
const SUBSCRIPTION = `${ARM}/subscriptions/00000000-0000-0000-0000-000000000001`;
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg-prod/providers`;
const VAULT = `${GROUP}/Microsoft.RecoveryServices/vaults/rsv-prod`;
const COMPUTE = 'api-version=2026-03-01';
const BACKUP = 'api-version=2023-06-01';

const DAILY_TIMES = ['2026-11-23T22:30:00Z'];
const DAILY_POLICY = {
  properties: {
    backupManagementType: 'AzureIaasVM',
    instantRpRetentionRangeInDays: 2,
    timeZone: 'UTC',
    schedulePolicy: {
      schedulePolicyType: 'SimpleSchedulePolicy',
      scheduleRunFrequency: 'Daily',
      scheduleRunTimes: DAILY_TIMES,
    },
    retentionPolicy: {
      retentionPolicyType: 'LongTermRetentionPolicy',
      dailySchedule: {
        retentionTimes: DAILY_TIMES,
        retentionDuration: { count: 30, durationType: 'Days' },
      },
    },
  },
};

const RESOURCE_MANAGER: readonly ((index: number) => Asked)[] = [
  () => ({ url: `${ARM}/subscriptions?api-version=2022-12-01` }),
  () => ({ url: `${GROUP}/Microsoft.Compute/virtualMachines?${COMPUTE}` }),
  (index) => ({
    url: `${GROUP}/Microsoft.Compute/virtualMachines/VM00${(index % 9) + 1}?${COMPUTE}`,
  }),
  () => ({ url: `${VAULT}/backupPolicies?${BACKUP}` }),
  () => ({ url: `${VAULT}/backupProtectedItems?${BACKUP}` }),
  (index) => ({
    url: `${VAULT}/backupPolicies/soak-${index % 10}?${BACKUP}`,
    method: 'PUT',
    body: DAILY_POLICY,
  }),
  () => ({ url: `${GROUP}/Microsoft.Nowhere/things?api-version=2020-01-01`, expected: 501 }),
];
const KEY_VAULT: readonly ((index: number) => Asked)[] = [
  () => ({ url: 'https://kv-prod-rbac.vault.azure.net/secrets?api-version=2025-07-01' }),
  () => ({ url: 'https://kv-prod-rbac.vault.azure.net/keys?api-version=2025-07-01' }),
];

/** Asks so many requests from so many connections. */
export async function soak(
  place: { readonly directory: string; readonly env: Readonly<Record<string, string>> },
  total: number,
  connections: number,
): Promise<SoakFigures> {
  // An hour in a second: throttling counters fill up again as fast as they are spent here.
  const server = await startServing(place, ['--speed', '3600']);
  const errors: Record<string, number> = {};
  const memory: number[] = [];
  let next = 0;
  let throttled = 0;
  const one = proxiedClient(server, 1);
  const tokens = {
    arm: await signIn(one, ARM),
    vault: await signIn(one, 'https://vault.azure.net'),
  };
  one.close();
  const worker = async (number: number): Promise<void> => {
    const client = proxiedClient(server, 1);
    const [mix, token] =
      number % 4 === 3 ? [KEY_VAULT, tokens.vault] : [RESOURCE_MANAGER, tokens.arm];
    for (next += 1; next <= total; next += 1) {
      const index = next;
      const status = await statusOf(client, mix[index % mix.length]?.(index), token);
      if (status === '429') {
        throttled += 1;
      } else if (status !== 'as expected') {
        errors[status] = (errors[status] ?? 0) + 1;
      }
      if (index % 200 === 0) {
        memory.push(residentMegabytes(server.pid));
      }
    }
    client.close();
  };
  const started = process.hrtime.bigint();
  await Promise.all(Array.from({ length: connections }, (_, number) => worker(number)));
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const exitCode = await server.stop();
  return {
    requests: total,
    seconds,
    errors,
    throttled,
    complaints: server.stderr(),
    exitCode,
    memoryAfterWarmUp: median(memory.slice(memory.length / 5, memory.length / 3)),
    memoryAtEnd: median(memory.slice(-memory.length / 7)),
  };
}

async function statusOf(
  client: ProxiedClient,
  asked: Asked | undefined,
  token: string,
): Promise<string> {
  if (asked === undefined) {
    return 'nothing asked';
  }
  const { url, method = 'GET', body, expected = 200 } = asked;
  try {
    const { status, text } = await client.ask(url, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (status === expected) {
      return 'as expected';
    }
    return status === 429 ? '429' : `${status} ${text.slice(0, 200)}`;
  } catch (error) {
    return String(error);
  }
}

function residentMegabytes(pid: number): number {
  const kilobytes =
    process.platform === 'linux'
      ? /VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      : spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return Number(kilobytes) / 1024;
}

function median(values: readonly number[]): number {
  return (
    values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN
  );
}
