// The errors of Key Vault's data plane, with its codes and wording. Recording, unless said otherwise:
// reference.error-catalogue.

import { issuerOf } from '../../http/access-token.js';
import { CLIENT_ADDRESS } from '../../http/response-headers.js';
import type { Caller, OperationResponse } from '../../http/operation.js';
import type { ArmResource } from '../../kernel/resource.js';

/** The two kinds of objects, as messages spell them. */
export type ObjectKind = 'Key' | 'Secret';

function dataError(
  status: number,
  code: string,
  message: string,
  inner?: string,
): OperationResponse {
  const innererror = inner === undefined ? {} : { innererror: { code: inner } };
  return { status, body: { error: { code, message, ...innererror } } };
}

/** 403 of an access-policy vault. `groups` is how many groups a user's token carries. */
export function forbiddenByPolicy(
  vault: ArmResource,
  caller: Caller,
  permission: { readonly category: string; readonly word: string; readonly groups?: number },
): OperationResponse {
  const { category, word, groups } = permission;
  return dataError(
    403,
    'Forbidden',
    `The user, group or application '${describeCaller(caller, groups)}' does not have ${category} ${word} permission on key vault '${describeVault(vault)}'. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287`,
    'ForbiddenByPolicy',
  );
}

/** 403 of an RBAC vault. */
export function forbiddenByRbac(
  vault: ArmResource,
  caller: Caller,
  wanted: { readonly dataAction: string; readonly scope: string; readonly denial?: string },
): OperationResponse {
  const lines = [
    'Caller is not authorized to perform action on resource.',
    'If role assignments, deny assignments or role definitions were changed recently, please observe propagation time.',
    `Caller: ${describeCaller(caller)}`,
    `Action: '${wanted.dataAction}'`,
    `Resource: '${wanted.scope.toLowerCase()}'`,
    'Assignment: (not found)',
    `DenyAssignmentId: ${wanted.denial === undefined ? 'null' : `'${wanted.denial}'`}`,
    `DecisionReason: '${wanted.denial === undefined ? 'DeniedWithNoValidRBAC' : 'DeniedWithDenyAssignment'}' `,
    `Vault: ${describeVault(vault)}`,
    '',
  ];
  return dataError(403, 'Forbidden', lines.join('\r\n'), 'ForbiddenByRbac');
}

/** 403 of the firewall. */
export function forbiddenByFirewall(vault: ArmResource, caller: Caller): OperationResponse {
  const lines = [
    'Client address is not authorized and caller is not a trusted service.',
    `Client address: ${CLIENT_ADDRESS}`,
    `Caller: ${describeCaller(caller)}`,
    `Vault: ${describeVault(vault)}`,
  ];
  return dataError(403, 'Forbidden', lines.join('\r\n'), 'ForbiddenByFirewall');
}

/** 403 of a vault without public access. The wording is known second-hand only. */
export function forbiddenByConnection(vault: ArmResource, caller: Caller): OperationResponse {
  const lines = [
    'Public network access is disabled and request is not from a trusted service nor via an approved private link.',
    `Caller: ${describeCaller(caller)}`,
    `Vault: ${describeVault(vault)}`,
  ];
  return dataError(403, 'Forbidden', lines.join('\r\n'), 'ForbiddenByConnection');
}

/** 404 for an object, or a version of it, that is not there or deleted. */
export function objectNotFound(kind: ObjectKind, name: string): OperationResponse {
  return dataError(
    404,
    `${kind}NotFound`,
    `A ${kind.toLowerCase()} with (name/id) ${name} was not found in this key vault. If you recently deleted this ${kind.toLowerCase()} you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182`,
  );
}

/** 404 for a name under which nothing deleted lies; wording from public reports. */
export function deletedObjectNotFound(kind: ObjectKind, name: string): OperationResponse {
  return dataError(404, `${kind}NotFound`, `Deleted ${kind} not found: ${name}`);
}

/** 409 for a name whose former bearer can still be recovered. */
export function objectIsDeleted(kind: ObjectKind, name: string): OperationResponse {
  return dataError(
    409,
    'Conflict',
    `${kind} ${name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the ${kind.toLowerCase()} can only be recovered or purged.`,
    'ObjectIsDeletedButRecoverable',
  );
}

/**
 * 409 for restoring over an object that is there. That it is a Conflict is documented (Azure Key
 * Vault backup and restore), its wording is an assumption.
 */
export function objectExists(kind: ObjectKind, name: string): OperationResponse {
  return dataError(409, 'Conflict', `${kind} ${name} already exists in this key vault.`);
}

/** 400 for recovering what is not deleted. */
export function notDeleted(kind: ObjectKind, name: string): OperationResponse {
  return dataError(
    400,
    'MethodNotAllowed',
    `${kind} exists already: ${name}`,
    'RequestNotAllowedOnNonDeletedObject',
  );
}

/** 403 for purging in a vault with purge protection; wording from public reports. */
export function purgeProtected(vault: ArmResource): OperationResponse {
  return dataError(
    403,
    'Forbidden',
    `Operation "purge" is not allowed because purge protection is enabled for this vault. Key Vault service will automatically purge it after the retention period has passed.\r\nVault: ${describeVault(vault)}`,
  );
}

/** 403 for using a disabled object. Recorded for secrets, assumed alike for keys. */
export function objectDisabled(kind: ObjectKind, operation: string): OperationResponse {
  return dataError(
    403,
    'Forbidden',
    `Operation ${operation} is not allowed on a disabled ${kind.toLowerCase()}.`,
    `${kind}Disabled`,
  );
}

/** 403 for a key outside its time. The rule is documented (About keys), the wording an assumption. */
export function keyOutOfTime(
  operation: string,
  when: 'expired' | 'not-yet-valid',
): OperationResponse {
  const state = when === 'expired' ? 'an expired' : 'a not yet valid';
  const inner = when === 'expired' ? 'KeyExpired' : 'KeyNotYetValid';
  return dataError(
    403,
    'Forbidden',
    `Operation ${operation} is not allowed on ${state} key.`,
    inner,
  );
}

/** 403 for an operation that is not among the key's own; wording from public reports. */
export function operationNotPermitted(operation: string): OperationResponse {
  return dataError(403, 'Forbidden', `Operation ${operation} is not permitted on this key.`);
}

/** 400 for a backup that this vault cannot open; wording from public reports. */
export function cannotDecryptBackup(): OperationResponse {
  return dataError(400, 'BadParameter', 'Cannot decrypt backup blob.');
}

/** 400 for a value that the key did not encrypt, or cannot; the wording is an assumption. */
export function badCryptographicValue(operation: string): OperationResponse {
  return dataError(400, 'BadParameter', `The value is not valid for operation ${operation}.`);
}

function describeCaller({ appId, objectId, tenantId }: Caller, groups?: number): string {
  const parts = [
    `appid=${appId}`,
    `oid=${objectId}`,
    ...(groups === undefined ? [] : [`numgroups=${groups}`]),
    `iss=${issuerOf(tenantId)}`,
  ];
  return parts.join(';');
}

function describeVault(vault: ArmResource): string {
  return `${vault.name};location=${vault.location ?? ''}`;
}
