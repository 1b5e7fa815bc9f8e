// Questions to a person, on stderr so that stdout stays data.

import type { Readable, Writable } from 'node:stream';
import { confirm, isCancel, log, text } from '@clack/prompts';

/**
 * Asks a yes-or-no question; anything but a yes is a no.
 * @param consequence what a yes brings about, shown first
 */
export async function askYesOrNo(
  question: string,
  consequence: string,
  streams: { readonly input: Readable; readonly output: Writable },
): Promise<boolean> {
  log.warn(consequence, { output: streams.output });
  const answer = await confirm({ message: question, initialValue: false, ...streams });
  return !isCancel(answer) && answer;
}

/**
 * Has a person type something, such as the name of what is about to be deleted.
 * @param consequence what the right answer brings about, shown first
 * @returns undefined when the question was turned away
 */
export async function askForText(
  question: string,
  consequence: string,
  streams: { readonly input: Readable; readonly output: Writable },
): Promise<string | undefined> {
  log.warn(consequence, { output: streams.output });
  const answer = await text({ message: question, ...streams });
  return isCancel(answer) ? undefined : answer;
}
