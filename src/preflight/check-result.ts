// How checks word their verdicts, so that the same outcome reads the same everywhere.

import type { Fact } from '../domain/fact.js';
import type { CheckResult } from './check.js';
import { azbackup } from './command-line.js';
import type { PreflightFacts } from './facts.js';

type Details = Omit<CheckResult, 'status' | 'summary'>;

/** A fact whose read failed. */
export type Unreadable = Extract<Fact<unknown>, { status: 'unreadable' }>;

/** The good state holds. */
export function pass(summary: string, details: Details = {}): CheckResult {
  return { ...details, status: 'pass', summary };
}

/** The good state is known not to hold. */
export function fail(summary: string, details: Details): CheckResult {
  return { ...details, status: 'fail', summary };
}

/** It could not be known. */
export function unknown(summary: string, details: Details): CheckResult {
  return { ...details, status: 'unknown', summary };
}

/** The check has nothing to say here; `summary` is the reason. */
export function skip(summary: string, details: Details = {}): CheckResult {
  return { ...details, status: 'skip', summary };
}

/** Skips a check that only concerns ADE; undefined when the VM has ADE. */
export function skipWithoutAde({ encryption, vm }: PreflightFacts): CheckResult | undefined {
  return encryption.kind === 'ade' ? undefined : skip(`${vm.name} is not encrypted with ADE`);
}

/** What would make a failed read succeed: the right that is lacking, or another try. */
export function unread(
  facts: PreflightFacts,
  fact: Unreadable,
  summary: string,
  read: {
    readonly action: string;
    readonly scope: string;
    /** What gives the right that is lacking, where more is known of it than its name. */
    readonly ways?: readonly string[];
  } & Details,
): CheckResult {
  const { action, scope, ways = [], ...details } = read;
  const right = `${fact.action ?? action} at ${fact.scope ?? scope}`;
  const again = azbackup('preflight', facts.vm);
  const settles: Record<Unreadable['reason'], readonly string[]> = {
    forbidden: ways.length === 0 ? [`get ${right}, then: ${again}`] : [...ways, again],
    unavailable: [again],
    unreachable: [`from an allowed network: ${again}`],
    refused: [...(fact.fix ?? []), again],
  };
  return unknown(summary, {
    ...details,
    unread: fact.reason,
    evidence: [
      fact.message,
      ...(fact.reason === 'forbidden' ? [`lacks ${right}`] : []),
      ...(details.evidence ?? []),
    ],
    fix: settles[fact.reason],
  });
}
