// What keys and secrets have in common: finding, updating, deleting, recovering, restoring, purging.

import { notModelled } from '../../http/not-modelled.js';
import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { Refusal } from '../../http/refusal.js';
import { unixSeconds } from '../../kernel/time/instant.js';
import type { ArmResource } from '../../kernel/resource.js';
import {
  deletedObjectNotFound,
  notDeleted,
  objectExists,
  objectIsDeleted,
  objectNotFound,
  purgeProtected,
  type ObjectKind,
} from './errors.js';
import { retentionDays } from './object-shapes.js';
import type { KeyVersion, SecretVersion, VaultKey, VaultSecret } from './state.js';
import { versionOf } from './vault-objects.js';

type VaultObject = VaultKey | VaultSecret;

const DAY_SECONDS = 86_400;

/** Attributes as callers send them; times in seconds since the epoch. */
export interface SentAttributes {
  readonly enabled?: boolean | undefined;
  readonly nbf?: number | undefined;
  readonly exp?: number | undefined;
}

/** Name of the object in the path. */
export function objectName({ params }: OperationRequest): string {
  return params['name'] ?? '';
}

/** An object and one of its versions; throws NotFound when either is missing. */
export function foundVersion<
  Version extends { readonly version: string },
  Found extends VaultObject,
>(
  request: OperationRequest,
  kind: ObjectKind,
  object: (Found & { readonly versions: readonly Version[] }) | undefined,
): { readonly object: Found; readonly version: Version } {
  const wanted = request.params['version'];
  const version = versionOf(object, wanted);
  if (object === undefined || version === undefined) {
    const name = objectName(request);
    throw new Refusal(objectNotFound(kind, wanted === undefined ? name : `${name}/${wanted}`));
  }
  return { object, version };
}

/** Throws Conflict when a name belongs to something deleted that can still be recovered. */
export function refuseDeleted(kind: ObjectKind, object: VaultObject | undefined): void {
  if (object?.deletion !== undefined) {
    throw new Refusal(objectIsDeleted(kind, object.name));
  }
}

/** Puts what a backup held among the others; throws Conflict when its name is taken. */
export function admitRestored<Found extends VaultObject>(
  kind: ObjectKind,
  objects: Record<string, Found>,
  restored: Found,
): void {
  const existing = objects[restored.name.toLowerCase()];
  refuseDeleted(kind, existing);
  if (existing !== undefined) {
    throw new Refusal(objectExists(kind, restored.name));
  }
  objects[restored.name.toLowerCase()] = restored;
}

/** Changes the attributes and tags that the caller sent. */
export function updateVersion(
  version: KeyVersion | SecretVersion,
  sent: {
    readonly attributes?: SentAttributes | undefined;
    readonly tags?: Readonly<Record<string, string>> | undefined;
  },
  nowMilliseconds: number,
): void {
  const { enabled, nbf, exp } = sent.attributes ?? {};
  version.enabled = enabled ?? version.enabled;
  version.updatedSeconds = unixSeconds(nowMilliseconds);
  if (nbf !== undefined) {
    version.notBeforeSeconds = nbf;
  }
  if (exp !== undefined) {
    version.expiresSeconds = exp;
  }
  if (sent.tags !== undefined) {
    version.tags = { ...sent.tags };
  }
}

/** Attributes of a new version. */
export function newAttributes(sent: SentAttributes | undefined, nowMilliseconds: number) {
  const now = unixSeconds(nowMilliseconds);
  return {
    enabled: sent?.enabled ?? true,
    ...(sent?.nbf === undefined ? {} : { notBeforeSeconds: sent.nbf }),
    ...(sent?.exp === undefined ? {} : { expiresSeconds: sent.exp }),
    createdSeconds: now,
    updatedSeconds: now,
  };
}

/** Deletes an object softly. What a certificate owns goes with the certificate, which is not modelled. */
export function deleteSoftly(
  object: VaultObject,
  vault: ArmResource,
  nowMilliseconds: number,
): void {
  if (object.managed) {
    throw new Refusal(notModelled('deleting what a certificate owns'));
  }
  const deletedSeconds = unixSeconds(nowMilliseconds);
  object.deletion = {
    deletedSeconds,
    scheduledPurgeSeconds: deletedSeconds + retentionDays(vault) * DAY_SECONDS,
  };
}

/** A deleted object; throws when there is none of this name. */
export function foundDeleted<Found extends VaultObject>(
  kind: ObjectKind,
  name: string,
  object: Found | undefined,
): Found {
  if (object?.deletion === undefined) {
    throw new Refusal(deletedObjectNotFound(kind, name));
  }
  return object;
}

/** Takes the deletion back; throws when the object is not deleted. */
export function recoverObject(
  kind: ObjectKind,
  name: string,
  object: VaultObject | undefined,
): void {
  if (object !== undefined && object.deletion === undefined) {
    throw new Refusal(notDeleted(kind, name));
  }
  delete foundDeleted(kind, name, object).deletion;
}

/** Removes a deleted object for good, unless the vault protects it. */
export function purgeObject(
  vault: ArmResource,
  objects: Record<string, VaultObject>,
  kind: ObjectKind,
  name: string,
): OperationResponse {
  foundDeleted(kind, name, objects[name.toLowerCase()]);
  if (vault.properties['enablePurgeProtection'] === true) {
    return purgeProtected(vault);
  }
  delete objects[name.toLowerCase()];
  return { status: 204 };
}
