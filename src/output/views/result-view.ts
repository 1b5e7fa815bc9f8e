// `-o table`: the view that belongs to a result document.

import { forKind, type ByKind } from '../../domain/by-kind.js';
import type { ResultDocument } from '../../commands/results/result-document.js';
import { stripControls } from '../text-width.js';
import type { View } from '../view.js';
import { formatAuditKeys } from '../../commands/audit-keys/view.js';
import { formatBackupNow } from '../../commands/backup-now/view.js';
import { formatEnable } from '../../commands/enable/view.js';
import { formatGrantAccess } from '../../commands/grant-access/view.js';
import { formatItemChange } from '../../commands/item-change/view.js';
import {
  formatJobsCancel,
  formatJobsList,
  formatJobsShow,
  formatJobsWatch,
} from '../../commands/jobs/view.js';
import {
  formatPolicyDiff,
  formatPolicyList,
  formatPolicyShow,
} from '../../commands/policy/view.js';
import { formatPolicyChange } from '../../commands/policy/change/view.js';
import { formatPreflight } from '../../commands/preflight/view.js';
import { formatRecoveryPoint } from '../../commands/recovery-points/show.view.js';
import { formatRecoveryPoints } from '../../commands/recovery-points/list.view.js';
import { formatRestore } from '../../commands/restore/view.js';
import { formatRestoreKeys } from '../../commands/restore-keys/view.js';
import { formatSandboxReset, formatSandboxShow } from '../../commands/sandbox/view.js';
import { formatSandboxClock } from '../../commands/sandbox/clock/view.js';
import { formatSandboxEnv } from '../../commands/sandbox/env.view.js';
import { formatSandboxFault } from '../../commands/sandbox/fault/view.js';
import { formatSandboxServe } from '../../commands/sandbox/serve.view.js';
import { formatStatus } from '../../commands/status/view.js';
import { formatVault, formatVaults } from '../../commands/vault/view.js';
import { formatVaultCreate } from '../../commands/vault/create.view.js';

const VIEWS: ByKind<ResultDocument, [view: View], string[]> = {
  preflight: formatPreflight,
  enable: formatEnable,
  'grant-access': formatGrantAccess,
  disable: formatItemChange,
  resume: formatItemChange,
  undelete: formatItemChange,
  status: formatStatus,
  'vault-list': formatVaults,
  'vault-show': formatVault,
  'vault-create': formatVaultCreate,
  'recovery-points': formatRecoveryPoints,
  'recovery-point': formatRecoveryPoint,
  'audit-keys': formatAuditKeys,
  restore: formatRestore,
  'restore-keys': formatRestoreKeys,
  'backup-now': formatBackupNow,
  'jobs-list': formatJobsList,
  'jobs-show': formatJobsShow,
  'jobs-watch': formatJobsWatch,
  'jobs-cancel': formatJobsCancel,
  'policy-list': formatPolicyList,
  'policy-show': formatPolicyShow,
  'policy-diff': formatPolicyDiff,
  'policy-change': formatPolicyChange,
  'sandbox-reset': formatSandboxReset,
  'sandbox-show': formatSandboxShow,
  'sandbox-serve': formatSandboxServe,
  'sandbox-env': formatSandboxEnv,
  'sandbox-clock': formatSandboxClock,
  'sandbox-fault': formatSandboxFault,
};

/** The document as text for people. */
export function formatResultView(document: ResultDocument, view: View): string {
  return stripControls(`${forKind(VIEWS, document, view).join('\n')}\n`);
}
