// Exceptions from the rules of a gate: written down with a reason, and only for a time.

import { idKey, sameName, type ResourceId } from '../resource-id.js';
import { isBefore, type Instant } from '../time/instant.js';
import type { GateRule } from './demand.js';
import type { Judgement } from './judgement.js';

/** An exception. */
export interface Waiver {
  readonly rule: GateRule;
  /** The name of a machine, or a resource id: of it, or of a group or subscription that it is in. */
  readonly scope: string;
  readonly reason: string;
  /** From then on it waives nothing. */
  readonly expires: Instant;
}

/** What a waiver does about a demand. */
export type WaiverEffect<Kind extends Waiver> =
  | { readonly kind: 'none' }
  | { readonly kind: 'waived' | 'expired'; readonly waiver: Kind };

/** True where a waiver is about a machine. */
export function isInScope(
  { scope }: Pick<Waiver, 'scope'>,
  { id, name }: { readonly id: ResourceId; readonly name: string },
): boolean {
  if (!scope.includes('/')) {
    return sameName(scope, name);
  }
  const within = idKey(scope).replace(/\/+$/u, '');
  return within !== '' && `${idKey(id)}/`.startsWith(`${within}/`);
}

/** True where a waiver waives nothing any more. */
export function isExpired({ expires }: Pick<Waiver, 'expires'>, now: Instant): boolean {
  return !isBefore(now, expires);
}

/**
 * What the waivers do about a demand on a machine that is missed or could not be judged. One that holds outweighs one
 * that has expired.
 */
export function waiverFor<Kind extends Waiver>(
  waivers: readonly Kind[],
  { rule, vm, judgement, now }: WaiverQuestion,
): WaiverEffect<Kind> {
  if (judgement.verdict !== 'not-met' && judgement.verdict !== 'unknown') {
    return { kind: 'none' };
  }
  const meant = waivers.filter((each) => each.rule === rule && isInScope(each, vm));
  const holding = meant.find((each) => !isExpired(each, now));
  if (holding !== undefined) {
    return { kind: 'waived', waiver: holding };
  }
  const [expired] = meant;
  return expired === undefined ? { kind: 'none' } : { kind: 'expired', waiver: expired };
}

/** The demand that a waiver may be about. */
export interface WaiverQuestion {
  readonly rule: GateRule;
  readonly vm: { readonly id: ResourceId; readonly name: string };
  readonly judgement: Judgement;
  readonly now: Instant;
}
