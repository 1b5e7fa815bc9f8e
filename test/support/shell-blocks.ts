// The shell blocks of a Markdown page, and what its author says of each in the comment before it.

/** One ```sh block. */
export interface ShellBlock {
  /** Line of the block's first command, counted from 1. */
  readonly line: number;
  /** Commands one below the other, without comments. */
  readonly commands: readonly string[];
  /** Exit code of `<!-- example: exit N -->`: the block is run, and must end so. */
  readonly exit?: number;
  /** `<!-- first-command -->` or `<!-- test-command -->`: what installs and what tests. */
  readonly role?: 'first-command' | 'test-command';
}

const BLOCK =
  /(?:<!-- (?:example: exit (?<exit>\d+)|(?<role>first-command|test-command)) -->\s*)?^```sh\n(?<body>[\s\S]*?)^```/gmu;

/** All shell blocks of a page, in order. */
export function shellBlocks(markdown: string): readonly ShellBlock[] {
  return [...markdown.matchAll(BLOCK)].map((match) => {
    const { exit, role, body = '' } = match.groups ?? {};
    return {
      line: markdown.slice(0, match.index + match[0].indexOf('```sh')).split('\n').length + 1,
      commands: body.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')),
      ...(exit === undefined ? {} : { exit: Number(exit) }),
      ...(role === 'first-command' || role === 'test-command' ? { role } : {}),
    };
  });
}

/** The words of a simple command, quotes taken off. */
export function shellWords(command: string): readonly string[] {
  return [...command.matchAll(/"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>\S+)/gu)].map(
    ({ groups }) => groups?.['double'] ?? groups?.['single'] ?? groups?.['bare'] ?? '',
  );
}
