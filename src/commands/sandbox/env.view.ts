// The view of `azbackup sandbox env`: a script, to be evaluated by the shell that it is written for.

import type { SandboxEnvDocument } from './serve.result.js';
import type { Shell } from '../../domain/shells.js';

interface Dialect {
  set(name: string, value: string): string;
  unset(name: string): string;
}

const POSIX: Dialect = {
  set: (name, value) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`,
  unset: (name) => `unset ${name}`,
};

const DIALECTS: Readonly<Record<Shell, Dialect>> = {
  bash: POSIX,
  zsh: POSIX,
  fish: {
    set: (name, value) => `set -gx ${name} '${value.replaceAll(/[\\']/gu, String.raw`\$&`)}'`,
    unset: (name) => `set -e ${name}`,
  },
  powershell: {
    // PowerShell takes typographic quotes for the plain one, and ends a text at each of them.
    set: (name, value) =>
      `$env:${name} = '${value.replaceAll(/['\u2018\u2019\u201A\u201B]/gu, '$&$&')}'`,
    unset: (name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`,
  },
};

/** One line for each variable; never coloured or cut, because a program reads it. */
export function formatSandboxEnv({ shell, items }: SandboxEnvDocument): string[] {
  const dialect = DIALECTS[shell];
  return items.map(({ name, value }) =>
    value === null ? dialect.unset(name) : dialect.set(name, value),
  );
}
