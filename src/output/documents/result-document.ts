// All result documents: what a command may put on stdout.

import type { EnableDocument } from './enable.js';
import type { GrantAccessDocument } from './grant-access.js';
import type { PreflightDocument } from './preflight.js';
import type { SandboxResetDocument, SandboxShowDocument } from './sandbox.js';
import type { SandboxClockDocument } from './sandbox-clock.js';
import type { SandboxFaultDocument } from './sandbox-fault.js';
import type { SandboxEnvDocument, SandboxServeDocument } from './sandbox-serve.js';
import type { StatusDocument } from './status.js';

/** Any result document. `kind` tells which. */
export type ResultDocument =
  | PreflightDocument
  | EnableDocument
  | GrantAccessDocument
  | StatusDocument
  | SandboxResetDocument
  | SandboxShowDocument
  | SandboxServeDocument
  | SandboxEnvDocument
  | SandboxClockDocument
  | SandboxFaultDocument;
