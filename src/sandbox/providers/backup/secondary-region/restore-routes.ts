// Restores in the secondary region. Recordings of cross-region restores by az.
// Specification of the passive stamp, 2021-11-15.

import type { z } from 'zod';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { acceptChange } from '../operations/accept-change.js';
import { findBackupVault, findItem } from '../backup-vault.js';
import { backupError } from '../response.js';
import { crossRegionRestoreBodySchema, type RestoreRequest } from '../restores/body.js';
import { checkRestore, machineOfPoint, orderOf, type RestoreSubject } from '../restores/rules.js';
import type { BackupVault } from '../state.js';
import { TRIGGER_RESTORE_MILLISECONDS } from '../timings.js';
import { vaultOfRequest } from '../vault-of-request.js';
import { GROUP_NEEDED, RESTORE_TOKEN_REFUSED } from './assumed-timings.js';
import { secondaryRegionOf } from './copies.js';
import { operationHeaders } from './operation-routes.js';
import {
  AUDIENCE,
  LOCATION_PATH,
  LOCATIONS,
  regionOf,
  secondaryRegion,
  specified,
  vaultParams,
} from './request.js';
import { readRestoreToken } from './restore-token.js';

type RestoreBody = z.infer<typeof crossRegionRestoreBodySchema>;

/** 202 where the token is valid and nothing else speaks against the restore. */
function triggerRestore(request: OperationRequest<RestoreBody>): OperationResponse {
  const { clock, body, params } = request;
  const { backup, subject } = restoreSubject(request);
  const requested: RestoreRequest = body.restoreRequest;
  if (requested.targetResourceGroupId === undefined) {
    return backupError(400, GROUP_NEEDED);
  }
  const subjectNow = { ...subject, nowMilliseconds: clock.now() };
  const [failure] = checkRestore(subjectNow, requested);
  if (failure !== undefined) {
    return backupError(400, failure);
  }
  const operation = acceptChange(
    request,
    backup,
    { kind: 'restore', order: { ...orderOf(subjectNow, requested), region: regionOf(params) } },
    { vmId: subject.item.vmId, milliseconds: TRIGGER_RESTORE_MILLISECONDS },
  );
  return { status: 202, headers: operationHeaders(request, operation) };
}

/** What the token of a request lets its region restore; throws a Refusal where it is not valid. */
function restoreSubject(request: OperationRequest<RestoreBody>): {
  readonly backup: BackupVault;
  readonly subject: Omit<RestoreSubject, 'nowMilliseconds'>;
} {
  const { state, clock, body, params } = request;
  const region = regionOf(params);
  const token = readRestoreToken(
    state,
    body.crossRegionRestoreAccessDetails.accessTokenString,
    clock.now(),
  );
  const backup = token === undefined ? undefined : findBackupVault(state, token.vaultId);
  const item = backup === undefined ? undefined : findItem(backup, token?.itemName ?? '');
  const point = item?.recoveryPoints.find(({ name }) => name === token?.recoveryPointName);
  const refused = new Refusal(backupError(400, RESTORE_TOKEN_REFUSED));
  if (
    token?.aud !== `${AUDIENCE}${region}` ||
    backup === undefined ||
    item === undefined ||
    point === undefined
  ) {
    throw refused;
  }
  const vault = vaultOfRequest({ ...request, params: vaultParams(token.vaultId) });
  if (secondaryRegionOf(vault) !== region) {
    throw refused;
  }
  const machine = machineOfPoint(state, item, point);
  return { backup, subject: { state, vault, item, point, machine, location: region } };
}

/** The restore in a secondary region. */
export const secondaryRestoreRoutes: readonly SandboxOperation[] = [
  defineOperation({
    ...secondaryRegion,
    id: 'CrossRegionRestore_Trigger',
    method: 'POST',
    path: `${LOCATION_PATH}/backupCrossRegionRestore`,
    body: crossRegionRestoreBodySchema,
    action: `${LOCATIONS}/backupCrossRegionRestore/action`,
    evidence: specified('CrossRegionRestore_Trigger'),
    simplification: '19 minutes, whatever the size of the disks',
    handle: triggerRestore,
  }),
];
