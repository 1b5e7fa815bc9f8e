// The things that a doctor looks at, and what they share.

import { AzbackupError } from '../../errors/azbackup-error.js';
import type { CommandContext } from '../context.js';
import { failedBy, skipped, type Category, type Diagnosis } from './diagnosis.js';
import type { SignInClaims } from '../../domain/sign-in.js';
import type { Surroundings } from './surroundings.js';

/** Why something that rests on these is not looked at. */
export const NOT_SIGNED_IN = 'there is no token for Resource Manager';
export const NO_SUBSCRIPTION = 'the subscription cannot be read';

/** A thing to look at. */
export interface Examination {
  readonly id: string;
  readonly category: Category;
  /** What it is when nothing of it can be said: an error of Azure is a failure, or leaves it open. */
  readonly onError: 'fail' | 'warn' | 'unknown';
  readonly examine: () => Promise<Diagnosis>;
}

/** What the examinations share: each is asked for once. */
export interface Session {
  readonly context: CommandContext;
  readonly around: Surroundings;
  readonly limitSeconds: number;
  /** The claims of the token for Resource Manager. */
  readonly signedIn: () => Promise<SignInClaims>;
  readonly subscription: () => Promise<FoundSubscription>;
}

/** The subscription that is looked at. */
export interface FoundSubscription {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
}

/** One that is looked at by a function; an error of Azure means `onError`. */
export function examination(
  category: Category,
  thing: string,
  examine: () => Diagnosis | Promise<Diagnosis>,
  onError: Examination['onError'] = 'unknown',
): Examination {
  return { id: `${category}.${thing}`, category, onError, examine: async () => examine() };
}

/** In place of several: they were not looked at. */
export function only(
  category: Category,
  thing: string,
  what: string,
  because: string,
): Examination {
  return examination(category, thing, () => skipped(what, because));
}

/** Nothing further is asked where there is no way to ask. */
export function blocked(
  category: Category,
  thing: string,
  what: string,
  problem: AzbackupError,
): Examination {
  const isNamed = category === 'network' && !/_proxy$/iu.test(problem.fields.target ?? '');
  return examination(category, thing, () =>
    isNamed ? failedBy(problem, 'fail') : skipped(what, problem.fields.message),
  );
}

/** What rests on something else is not looked at where that has failed: its line tells why, once. */
export async function restingOn<Base>(
  base: () => Promise<Base>,
  what: string,
  because: string,
  examine: (base: Base) => Promise<Diagnosis>,
): Promise<Diagnosis> {
  let found: Base;
  try {
    found = await base();
  } catch (error) {
    if (error instanceof AzbackupError) {
      return skipped(what, because);
    }
    throw error;
  }
  return examine(found);
}
