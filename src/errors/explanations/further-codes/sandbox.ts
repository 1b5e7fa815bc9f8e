// Codes that only the built-in sandbox gives.

import { known } from './further-code.js';
import type { CodeExplanation } from '../explanation.js';

const SOURCE = {
  kind: 'documentation',
  source: 'azbackup, docs/sandbox.md',
  date: null,
  url: null,
} as const;

/** Both of them. */
export const SANDBOX_CODES: readonly CodeExplanation[] = [
  known({
    codes: ['SandboxNotModelled'],
    meaning: 'the sandbox does not know this request; Azure may well answer it',
    prove: ['the list of operations in docs/sandbox.md'],
    fix: ['run the command against Azure, or report the request'],
    retry: 'no',
    evidence: [SOURCE],
  }),
  known({
    codes: ['SandboxFault'],
    meaning: 'a fault that was injected into the sandbox answered the request',
    prove: ['azbackup sandbox fault list'],
    fix: ['azbackup sandbox fault clear'],
    retry: 'after-fix',
    evidence: [SOURCE],
  }),
];
