// What a help topic is: text about the program as a whole, for `azbackup help TOPIC` and the man page.

/** Pieces of a topic. */
export type TopicPart =
  /** A paragraph of prose. */
  | { readonly kind: 'text'; readonly text: string }
  /** Names and what they mean, under a heading. */
  | {
      readonly kind: 'rows';
      readonly heading: string;
      readonly rows: readonly (readonly [name: string, meaning: string])[];
    }
  /** Commands to paste, each with what it does. */
  | {
      readonly kind: 'commands';
      readonly commands: readonly (readonly [command: string, does: string])[];
    };

/** A topic, in parts. */
export type Topic = readonly TopicPart[];

/** A paragraph. */
export function text(...sentences: readonly string[]): TopicPart {
  return { kind: 'text', text: sentences.join(' ') };
}

/** A list with a heading. */
export function rows(
  heading: string,
  ...list: readonly (readonly [name: string, meaning: string])[]
): TopicPart {
  return { kind: 'rows', heading, rows: list };
}

/** Commands. */
export function commands(
  ...list: readonly (readonly [command: string, does: string])[]
): TopicPart {
  return { kind: 'commands', commands: list };
}
