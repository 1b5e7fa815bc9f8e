// Why a drill has no result that nobody let come to its end.

import { AzbackupError } from '../../errors/azbackup-error.js';

/** By Ctrl-C, or by the end of its process. */
export function interruptedDrill(message: string): AzbackupError {
  return new AzbackupError({ code: 'AZB_INTERRUPTED', kind: 'interrupted', message });
}
