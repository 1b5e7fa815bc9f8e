// All result documents: what a command may put on stdout.

import type { AuditKeysDocument } from '../audit-keys/result.js';
import type { BackupNowDocument } from '../backup-now/result.js';
import type {
  JobsCancelDocument,
  JobsListDocument,
  JobsShowDocument,
  JobsWatchDocument,
} from '../jobs/result.js';
import type { EnableDocument } from '../enable/result.js';
import type { GrantAccessDocument } from '../grant-access/result.js';
import type { ItemChangeDocument } from '../item-change/result.js';
import type {
  PolicyChangeDocument,
  PolicyDiffDocument,
  PolicyListDocument,
  PolicyShowDocument,
} from '../policy/result.js';
import type { PreflightDocument } from '../preflight/result.js';
import type { RecoveryPointDocument } from '../recovery-points/show.result.js';
import type { RecoveryPointsDocument } from '../recovery-points/list.result.js';
import type { RestoreDocument } from '../restore/result.js';
import type { RestoreKeysDocument } from '../restore-keys/result.js';
import type { SandboxResetDocument, SandboxShowDocument } from '../sandbox/result.js';
import type { SandboxClockDocument } from '../sandbox/clock/result.js';
import type { SandboxFaultDocument } from '../sandbox/fault/result.js';
import type { SandboxEnvDocument, SandboxServeDocument } from '../sandbox/serve.result.js';
import type { StatusDocument } from '../status/result.js';
import type { VaultCreateDocument, VaultDocument, VaultsDocument } from '../vault/result.js';

/** Any result document. `kind` tells which. */
export type ResultDocument =
  | PreflightDocument
  | EnableDocument
  | GrantAccessDocument
  | ItemChangeDocument
  | StatusDocument
  | VaultsDocument
  | VaultDocument
  | VaultCreateDocument
  | BackupNowDocument
  | JobsListDocument
  | JobsShowDocument
  | JobsWatchDocument
  | JobsCancelDocument
  | RecoveryPointsDocument
  | RecoveryPointDocument
  | AuditKeysDocument
  | RestoreDocument
  | RestoreKeysDocument
  | PolicyListDocument
  | PolicyShowDocument
  | PolicyDiffDocument
  | PolicyChangeDocument
  | SandboxResetDocument
  | SandboxShowDocument
  | SandboxServeDocument
  | SandboxEnvDocument
  | SandboxClockDocument
  | SandboxFaultDocument;
