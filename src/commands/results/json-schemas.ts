// The JSON Schemas of everything that azbackup prints as JSON, made from the zod schemas.

import { z } from 'zod';
import { auditKeysDocumentSchema } from '../audit-keys/result.js';
import { backupNowDocumentSchema } from '../backup-now/result.js';
import { enableDocumentSchema } from '../enable/result.js';
import { errorEnvelopeSchema } from './error.js';
import { grantAccessDocumentSchema } from '../grant-access/result.js';
import {
  disableDocumentSchema,
  resumeDocumentSchema,
  undeleteDocumentSchema,
} from '../item-change/result.js';
import {
  jobsCancelDocumentSchema,
  jobsListDocumentSchema,
  jobsShowDocumentSchema,
  jobsWatchDocumentSchema,
} from '../jobs/result.js';
import {
  policyChangeDocumentSchema,
  policyDiffDocumentSchema,
  policyListDocumentSchema,
  policyShowDocumentSchema,
} from '../policy/result.js';
import { preflightDocumentSchema } from '../preflight/result.js';
import { recoveryPointDocumentSchema } from '../recovery-points/show.result.js';
import { recoveryPointsDocumentSchema } from '../recovery-points/list.result.js';
import { restoreDocumentSchema } from '../restore/result.js';
import { restoreKeysDocumentSchema } from '../restore-keys/result.js';
import type { ResultDocument } from './result-document.js';
import { sandboxResetDocumentSchema, sandboxShowDocumentSchema } from '../sandbox/result.js';
import { sandboxClockDocumentSchema } from '../sandbox/clock/result.js';
import { sandboxFaultDocumentSchema } from '../sandbox/fault/result.js';
import { sandboxEnvDocumentSchema, sandboxServeDocumentSchema } from '../sandbox/serve.result.js';
import { statusDocumentSchema } from '../status/result.js';
import {
  vaultCreateDocumentSchema,
  vaultDocumentSchema,
  vaultsDocumentSchema,
} from '../vault/result.js';

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
