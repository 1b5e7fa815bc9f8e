// `azbackup help WORDS`: a topic, or the help of a command.

import type { Command } from 'commander';
import { usageError } from '../../errors/azbackup-error.js';
import { TOPICS } from './catalogue.js';

/** The topic that arguments ask for; undefined where they ask for something else. */
export function askedTopic([first, topic, ...more]: readonly string[]): string | undefined {
  const isTopic = first === 'help' && topic !== undefined && Object.hasOwn(TOPICS, topic);
  return isTopic && more.every((word) => word.startsWith('-')) ? topic : undefined;
}

/** The text of a topic. */
export async function topicText(name: string): Promise<string> {
  const [{ formatTopic }, topic] = await Promise.all([
    import('./format-topic.js'),
    TOPICS[name]?.() ?? [],
  ]);
  return formatTopic(topic);
}

/**
 * `help policy update` as `policy update --help`; other arguments as they are.
 * @throws AzbackupError `AZB_USAGE` (2) for what is neither a command nor a topic
 */
export function withoutHelpWord(program: Command, argv: readonly string[]): readonly string[] {
  const [first, ...words] = argv;
  const names = words.filter((word) => !word.startsWith('-'));
  if (first !== 'help' || names.length === 0) {
    return argv;
  }
  let command: Command | undefined = program;
  for (const name of names) {
    command = command?.commands.find((each) => [each.name(), ...each.aliases()].includes(name));
  }
  if (command === undefined) {
    throw usageError('AZB_USAGE', `no command or help topic named ${names.join(' ')}`, {
      causes: [`topics: ${Object.keys(TOPICS).join(', ')}`],
      fix: ['azbackup --help'],
    });
  }
  return [...words, '--help'];
}
