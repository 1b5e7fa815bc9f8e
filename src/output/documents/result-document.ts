// All result documents: what a command may put on stdout.

import type { AuditKeysDocument } from '../../commands/audit-keys/result.js';
import type { BackupNowDocument } from '../../commands/backup-now/result.js';
import type {
  JobsCancelDocument,
  JobsListDocument,
  JobsShowDocument,
  JobsWatchDocument,
} from '../../commands/jobs/result.js';
import type { EnableDocument } from '../../commands/enable/result.js';
import type { GrantAccessDocument } from '../../commands/grant-access/result.js';
import type { ItemChangeDocument } from '../../commands/item-change/result.js';
import type {
  PolicyChangeDocument,
  PolicyDiffDocument,
  PolicyListDocument,
  PolicyShowDocument,
} from '../../commands/policy/result.js';
import type { PreflightDocument } from '../../commands/preflight/result.js';
import type { RecoveryPointDocument } from '../../commands/recovery-points/show.result.js';
import type { RecoveryPointsDocument } from '../../commands/recovery-points/list.result.js';
import type { RestoreDocument } from '../../commands/restore/result.js';
import type { RestoreKeysDocument } from '../../commands/restore-keys/result.js';
import type { SandboxResetDocument, SandboxShowDocument } from '../../commands/sandbox/result.js';
import type { SandboxClockDocument } from '../../commands/sandbox/clock/result.js';
import type { SandboxFaultDocument } from '../../commands/sandbox/fault/result.js';
import type { SandboxEnvDocument, SandboxServeDocument } from '../../commands/sandbox/serve.result.js';
import type { StatusDocument } from '../../commands/status/result.js';
import type { VaultCreateDocument, VaultDocument, VaultsDocument } from '../../commands/vault/result.js';

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
