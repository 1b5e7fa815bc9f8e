// A command to paste, as text. Words that a shell would take apart are quoted.

/** A command line of these words. */
export function commandLine(...words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

/** The command with which an administrator gives a role, to a caller of whom the object id is known. */
export function assignRole(caller: string, role: string, scope: string): string {
  const what = ['--assignee-object-id', caller, '--role', role, '--scope', scope];
  return commandLine('az', 'role', 'assignment', 'create', ...what);
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
