// The JSON Schemas of everything that azbackup prints as JSON, made from the zod schemas.

import { z } from 'zod';
import { auditKeysDocumentSchema } from '../../commands/audit-keys/result.js';
import { backupNowDocumentSchema } from '../../commands/backup-now/result.js';
import { enableDocumentSchema } from '../../commands/enable/result.js';
import { errorEnvelopeSchema } from './error.js';
import { grantAccessDocumentSchema } from '../../commands/grant-access/result.js';
import {
  disableDocumentSchema,
  resumeDocumentSchema,
  undeleteDocumentSchema,
} from '../../commands/item-change/result.js';
import {
  jobsCancelDocumentSchema,
  jobsListDocumentSchema,
  jobsShowDocumentSchema,
  jobsWatchDocumentSchema,
} from '../../commands/jobs/result.js';
import {
  policyChangeDocumentSchema,
  policyDiffDocumentSchema,
  policyListDocumentSchema,
  policyShowDocumentSchema,
} from '../../commands/policy/result.js';
import { preflightDocumentSchema } from '../../commands/preflight/result.js';
import { recoveryPointDocumentSchema } from '../../commands/recovery-points/show.result.js';
import { recoveryPointsDocumentSchema } from '../../commands/recovery-points/list.result.js';
import { restoreDocumentSchema } from '../../commands/restore/result.js';
import { restoreKeysDocumentSchema } from '../../commands/restore-keys/result.js';
import type { ResultDocument } from './result-document.js';
import { sandboxResetDocumentSchema, sandboxShowDocumentSchema } from '../../commands/sandbox/result.js';
import { sandboxClockDocumentSchema } from '../../commands/sandbox/clock/result.js';
import { sandboxFaultDocumentSchema } from '../../commands/sandbox/fault/result.js';
import { sandboxEnvDocumentSchema, sandboxServeDocumentSchema } from '../../commands/sandbox/serve.result.js';
import { statusDocumentSchema } from '../../commands/status/result.js';
import { vaultCreateDocumentSchema, vaultDocumentSchema, vaultsDocumentSchema } from '../../commands/vault/result.js';

/** The kinds of result documents, and `error` for the envelope of a failure. */
export type DocumentKind = ResultDocument['kind'] | 'error';

/** The zod schema of each kind. */
export const DOCUMENT_SCHEMAS: Readonly<Record<DocumentKind, z.ZodType>> = {
  preflight: preflightDocumentSchema,
  enable: enableDocumentSchema,
  'grant-access': grantAccessDocumentSchema,
  disable: disableDocumentSchema,
  resume: resumeDocumentSchema,
  undelete: undeleteDocumentSchema,
  status: statusDocumentSchema,
  'vault-list': vaultsDocumentSchema,
  'vault-show': vaultDocumentSchema,
  'vault-create': vaultCreateDocumentSchema,
  'backup-now': backupNowDocumentSchema,
  'jobs-list': jobsListDocumentSchema,
  'jobs-show': jobsShowDocumentSchema,
  'jobs-watch': jobsWatchDocumentSchema,
  'jobs-cancel': jobsCancelDocumentSchema,
  'recovery-points': recoveryPointsDocumentSchema,
  'recovery-point': recoveryPointDocumentSchema,
  'audit-keys': auditKeysDocumentSchema,
  restore: restoreDocumentSchema,
  'restore-keys': restoreKeysDocumentSchema,
  'policy-list': policyListDocumentSchema,
  'policy-show': policyShowDocumentSchema,
  'policy-diff': policyDiffDocumentSchema,
  'policy-change': policyChangeDocumentSchema,
  'sandbox-reset': sandboxResetDocumentSchema,
  'sandbox-show': sandboxShowDocumentSchema,
  'sandbox-serve': sandboxServeDocumentSchema,
  'sandbox-env': sandboxEnvDocumentSchema,
  'sandbox-clock': sandboxClockDocumentSchema,
  'sandbox-fault': sandboxFaultDocumentSchema,
  error: errorEnvelopeSchema,
};

/** JSON Schema (draft 2020-12) by kind, for the documentation. */
export function jsonSchemas(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(DOCUMENT_SCHEMAS).map(([kind, schema]) => [kind, z.toJSONSchema(schema)]),
  );
}
