// `-o table`: the view that belongs to a result document.

import type { ResultDocument } from '../documents/result-document.js';
import { stripControls } from '../text-width.js';
import type { View } from '../view.js';
import { formatEnable } from './enable.js';
import { formatGrantAccess } from './grant-access.js';
import { formatPreflight } from './preflight.js';
import { formatSandboxReset, formatSandboxShow } from './sandbox.js';
import { formatSandboxClock } from './sandbox-clock.js';
import { formatSandboxEnv } from './sandbox-env.js';
import { formatSandboxFault } from './sandbox-fault.js';
import { formatSandboxServe } from './sandbox-serve.js';
import { formatStatus } from './status.js';

/** The document as text for people. */
export function formatResultView(document: ResultDocument, view: View): string {
  return stripControls(`${linesOf(document, view).join('\n')}\n`);
}

function linesOf(document: ResultDocument, view: View): string[] {
  switch (document.kind) {
    case 'preflight':
      return formatPreflight(document, view);
    case 'enable':
      return formatEnable(document, view);
    case 'grant-access':
      return formatGrantAccess(document, view);
    case 'status':
      return formatStatus(document, view);
    case 'sandbox-reset':
      return formatSandboxReset(document, view);
    case 'sandbox-show':
      return formatSandboxShow(document, view);
    case 'sandbox-serve':
      return formatSandboxServe(document, view);
    case 'sandbox-env':
      return formatSandboxEnv(document);
    case 'sandbox-clock':
      return formatSandboxClock(document, view);
    case 'sandbox-fault':
      return formatSandboxFault(document, view);
  }
}
