// A job in lines: how it stands, its tasks, and why it did not end well.

import { isJobStatus, jobOutcome, type JobOutcome } from '../../domain/jobs/job-outcome.js';
import type { JobTaskDocument } from './result.js';
import { formatDuration } from '../../output/durations.js';
import { taskState, transferWords, type StateWord } from '../../output/job-words.js';
import { oneLine, padEnd, widest } from '../../output/text-width.js';
import type { View } from '../../output/view.js';

const STATE_WIDTH = 11;

/** One line a task: how it stands, its name, how long it took, what it moved. */
export function formatTasks(tasks: readonly JobTaskDocument[], view: View): string[] {
  const names = widest(tasks.map(({ name }) => oneLine(name)));
  return tasks.map((task) => {
    const { word, meaning } = taskState(task.status);
    const state = view.theme[meaning](padEnd(word, STATE_WIDTH));
    const rest = [
      (task.seconds ?? 0) > 0 ? formatDuration(task.seconds ?? 0) : '',
      transferWords(task.details),
      task.percent === null ? '' : `${Math.round(task.percent)} %`,
    ].filter((part) => part !== '');
    return `  ${state}${padEnd(oneLine(task.name), names + 3)}${rest.join('   ')}`.trimEnd();
  });
}

/** The outcome that Azure's word for a job's state means; undefined for an unknown word. */
export function outcomeOfStatus(status: string): JobOutcome | undefined {
  return isJobStatus(status) ? jobOutcome(status) : undefined;
}

/** A word in the colour of what it means. */
export function styledWord({ word, meaning }: StateWord, view: View): string {
  return view.theme[meaning](word);
}
