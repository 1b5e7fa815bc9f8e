// The record of a drill before anything of it is made.

import { threatOf } from '../../../domain/recovery/threat.js';
import { instantOf, secondsBetween } from '../../../domain/time/instant.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { ItemTarget } from '../../../facts/choose-items.js';
import type { CommandContext } from '../../context.js';
import { itemError, resourceDocument } from '../../results/machines.js';
import { nothingDone, type Drill } from '../evidence.js';
import type { DrillRunOptions } from './command.js';
import { drillFamily, drillSteps } from './describe.js';
import type { PreparedDrill } from './prepare.js';

/** A drill that may begin. */
export async function drillOf(
  context: CommandContext,
  prepared: PreparedDrill,
  { rto, rpo, count, point }: DrillRunOptions,
  seed: string,
): Promise<Drill> {
  const { chosen, target, id, place } = prepared;
  const now = instantOf(context.clock.now());
  const isByChance = count !== undefined || point === 'random';
  return {
    id,
    vm: resourceDocument(target.item.sourceResourceId, target.item.friendlyName),
    vault: resourceDocument(target.vault.id, target.vault.name),
    outcome: 'planned',
    reasons: [],
    cleanup: 'none',
    cleanupReasons: [],
    recoveryPoint: {
      name: chosen.point.name,
      time: chosen.point.time,
      tier: chosen.from,
      consistency: chosen.point.consistency,
      threat: threatOf(chosen.point).status,
      reason: chosen.reason,
    },
    resourceGroup: place.groupId,
    location: prepared.location,
    expires: prepared.expires,
    creates: drillSteps(prepared).map(
      (step) => `${drillFamily.line(drillFamily.change(step), PLAIN).noun} ${step.text}`,
    ),
    jobId: null,
    phases: [],
    checks: [],
    rto: { seconds: null, limitSeconds: rto ?? null },
    rpo: {
      seconds: Math.max(0, Math.round(secondsBetween(chosen.point.time, now))),
      limitSeconds: rpo ?? null,
    },
    notes: [],
    resources: [],
    seed: isByChance ? seed : null,
    caller: (await callerId(context)) ?? null,
    started: now,
    ended: null,
    error: null,
    next: [],
  };
}

const PLAIN = { principal: String, subscription: String, instant: String };

async function callerId({ services }: CommandContext): Promise<string | undefined> {
  try {
    return await (await services.roles()).callerId();
  } catch (error) {
    if (error instanceof AzbackupError) {
      return undefined;
    }
    throw error;
  }
}

/** A drill that cannot begin: of one VM of several. */
export function unpreparedDrill(
  context: CommandContext,
  { item, vault }: ItemTarget,
  error: AzbackupError,
): Drill {
  const now = instantOf(context.clock.now());
  return {
    id: '',
    vm: resourceDocument(item.sourceResourceId, item.friendlyName),
    vault: resourceDocument(vault.id, vault.name),
    outcome: 'inconclusive',
    reasons: [error.message],
    cleanup: 'none',
    cleanupReasons: [],
    recoveryPoint: null,
    resourceGroup: '',
    location: vault.location,
    expires: now,
    ...nothingDone(),
    started: now,
    ended: now,
    error: itemError(error),
    next: [],
  };
}
