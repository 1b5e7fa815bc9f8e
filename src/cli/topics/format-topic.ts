// A topic as text for a terminal of 80 columns.

import { wrapWords } from '../../output/wrap-words.js';
import type { Topic, TopicPart } from './topic.js';

const WIDTH = 80;
const INDENT = '  ';
const MAX_NAME = 30;

/** The text of a topic. */
export function formatTopic(topic: Topic): string {
  return `${topic.map((part) => formatPart(part)).join('\n\n')}\n`;
}

function formatPart(part: TopicPart): string {
  switch (part.kind) {
    case 'text':
      return wrapWords(part.text, WIDTH).join('\n');
    case 'rows':
      return [part.heading, ...formatRows(part.rows)].join('\n');
    case 'commands':
      return part.commands
        .flatMap(([command, does]) => [INDENT + command, `${INDENT}${INDENT}${does}`])
        .join('\n');
  }
}

function formatRows(rows: readonly (readonly [string, string])[]): readonly string[] {
  const longest = Math.max(...rows.map(([name]) => name.length));
  const column = Math.min(longest, MAX_NAME) + 2;
  return rows.flatMap(([name, meaning]) => {
    const [first = '', ...more] = wrapWords(meaning, WIDTH - INDENT.length - column);
    const beside = name.length + 2 <= column;
    const head = beside ? INDENT + name.padEnd(column) + first : INDENT + name;
    const below = beside ? more : [first, ...more];
    return [head, ...below.map((line) => INDENT + ' '.repeat(column) + line)];
  });
}
