// The commands on posture on a fleet of two subscriptions, and what each of them asked of Azure.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import type { Exchange } from '../../../src/sandbox/http/exchange.js';
import { runCli, TEST_NOW } from '../../support/run-cli.js';

const SUBSCRIPTIONS = [1, 2].map((at) => `00000000-0000-0000-0000-00000000000${at}`);

/** All rules, so that all is read that a gate may ask for. */
const GATE_FILE = `version: 1
blocks:
  - name: all
    select: { all: true, subscription: [${SUBSCRIPTIONS.join(', ')}] }
    rules:
      protected: true
      last-point-max-age: 26h
      last-job-succeeded: true
      keys-usable: true
      grant-in-place: true
      purge-protection: true
      soft-delete: true
      immutability: true
      cross-region: true
      policy: [daily-30-days]
      retention-at-least: daily=7
      no-points-after-retirement: true
`;

/** The commands that are to read each fact once. */
export const POSTURE_COMMANDS = [
  'retirement inventory --all',
  'retirement points --all',
  'retirement keys --all',
  'gate',
  'report --all',
] as const;

/** What a command asked. */
export interface AskedOfFleet {
  readonly code: number;
  /** Reads that Azure answered more than once, by their address. */
  readonly repeated: readonly string[];
  /** Reads of recovery points, and of jobs, in the subscription that has most of them: Azure allows 300 and 150 an hour. */
  readonly points: number;
  readonly jobs: number;
  /** Requests to Resource Manager. */
  readonly resourceManager: number;
  readonly all: number;
}

/** Runs a command on a fleet. */
export async function askedOfFleet(
  command: (typeof POSTURE_COMMANDS)[number],
  virtualMachines: number,
): Promise<AskedOfFleet> {
  const cwd = mkdtempSync(path.join(tmpdir(), 'azbackup-one-read-'));
  try {
    writeFileSync(path.join(cwd, 'azbackup.gate.yaml'), GATE_FILE);
    const world = buildFleetWorld({ virtualMachines, seed: '1', nowMilliseconds: TEST_NOW });
    const places = SUBSCRIPTIONS.flatMap((id) => ['--subscription', id]);
    const argv = [...command.split(' '), ...(command === 'gate' ? [] : places), '-o', 'none'];
    const { code, exchanges } = await runCli(argv, { world, cwd });
    return {
      code,
      repeated: repeatedReads(exchanges),
      points: mostOfSubscription(exchanges, /\/recoveryPoints(?:\/|$)/u),
      jobs: mostOfSubscription(exchanges, /\/backupJobs(?:\/|$)/u),
      resourceManager: exchanges.filter(({ url }) => isOn(url, 'management.')).length,
      all: exchanges.length,
    };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

function mostOfSubscription(exchanges: readonly Exchange[], pattern: RegExp): number {
  const paths = exchanges
    .filter(({ status }) => status < 400)
    .map(({ url }) => new URL(url).pathname)
    .filter((each) => pattern.test(each));
  return Math.max(...SUBSCRIPTIONS.map((id) => paths.filter((each) => each.includes(id)).length));
}

function isOn(url: string, host: string): boolean {
  return new URL(url).host.startsWith(host);
}

/** A request that was refused for its sign-in or a limit is sent again; an answer is asked for once. */
function repeatedReads(exchanges: readonly Exchange[]): readonly string[] {
  const answered = exchanges
    .filter(({ method, status }) => method === 'GET' && status < 400)
    .map(({ url }) => url);
  return [...new Set(answered.filter((url, at) => answered.indexOf(url) < at))];
}
