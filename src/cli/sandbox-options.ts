// The options that name the sandbox a command works on, as a person would type them.

import type { Settings } from './settings.js';

/** Characters that a shell takes as they are. */
const PLAIN = /^[\w./:@%+,=-]+$/u;

/**
 * What has to be appended to a command so that it works on the same sandbox, with a blank before it;
 * empty where the shell's own variables see to that, and for Azure. The principal is left out: what is
 * suggested to one who lacks a right is for somebody else to run.
 */
export function sandboxSuffix(
  settings: Pick<Settings, 'sandbox' | 'sandboxDir'>,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const { sandbox, sandboxDir } = settings;
  if (!sandbox) {
    return '';
  }
  if (sandboxDir !== undefined) {
    return sandboxDir === env['AZBACKUP_SANDBOX_DIR'] ? '' : ` --sandbox-dir ${quoted(sandboxDir)}`;
  }
  return (env['AZBACKUP_SANDBOX'] ?? '') === '' ? ' --sandbox' : '';
}

function quoted(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
