// Whether a command waits for Azure, and how long: declared once, so that it means the same everywhere. `--wait=10m` and
// `--timeout 10m` say the same.

import type { WaitPolicy } from '../../domain/time/wait-policy.js';
import type { OptionDefinition, OptionRule, OptionTable } from './option.js';
import { durationSchema } from './machine-options.js';

/** How long it is waited for. */
const TIMEOUT_OPTION = {
  flags: '--timeout <duration>',
  description: 'same as --wait=DURATION',
  group: 'How',
  schema: (zod) => durationSchema(zod, '--timeout').optional(),
} satisfies OptionDefinition;

const WAIT_OPTION = {
  flags: '--wait [duration]',
  description:
    'wait until it has ended (default), or at most this long, such as 10m (then exit 8; Azure continues)',
  group: 'How',
  schema: (zod) =>
    zod
      .union([zod.boolean(), durationSchema(zod, '--wait')], {
        error:
          '--wait needs a duration such as 90s, 10m, 2h or 1d, or no value to wait until it ends',
      })
      .default(true),
} satisfies OptionDefinition;

/** Whether, and how long. */
export const WAIT_OPTIONS = {
  wait: {
    ...WAIT_OPTION,
    negation: {
      flags: '--no-wait',
      description: 'return once Azure has accepted the request',
      group: 'How',
    },
  },
  timeout: TIMEOUT_OPTION,
} satisfies OptionTable;

/** How long, of a command that would be nothing without waiting. */
export const WAIT_LIMIT_OPTIONS = {
  wait: WAIT_OPTION,
  timeout: TIMEOUT_OPTION,
} satisfies OptionTable;

/** The values of these options. */
export interface WaitValues {
  readonly wait: boolean | number;
  readonly timeout?: number | undefined;
}

/** A command that does not wait has nothing to time out, and a wait has one end. */
export const waitHasOneEnd: OptionRule<WaitValues> = ({ wait, timeout }) => {
  if (timeout === undefined || wait === true) {
    return undefined;
  }
  return wait === false
    ? '--no-wait and --timeout cannot be used together'
    : '--wait=DURATION and --timeout cannot be used together';
};

/** What the options come to for a command that began at an instant. */
export function waitChoice({ wait, timeout }: WaitValues, startedMilliseconds: number): WaitPolicy {
  const seconds = typeof wait === 'number' ? wait : timeout;
  return {
    wait: wait !== false,
    ...(seconds === undefined
      ? {}
      : { deadlineMilliseconds: startedMilliseconds + seconds * 1000 }),
  };
}
