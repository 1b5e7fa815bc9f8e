// Making managed disks and changing those that are there. OpenAPI Disks_CreateOrUpdate, Disks_Update: 202 with
// Azure-AsyncOperation and Location; a change is in force at once.

import { isDeepStrictEqual } from 'node:util';
import { invalidResourceLocation, resourceNotFound } from '../../../http/arm-error.js';
import { notModelled } from '../../../http/not-modelled.js';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { findResource, putResource, type ArmResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import {
  encryptionSettingsCollectionSchema,
  type EncryptionSettingsCollection,
} from '../disk-encryption/settings.js';
import {
  diskOperationHeaders,
  startComputeOperation,
  type ComputeOperationKind,
} from '../operations.js';
import { listScope } from '../request.js';
import { DISK_UPDATE_MILLISECONDS } from '../virtual-machines/assumed-timings.js';
import { missingParameter } from '../virtual-machines/errors.js';
import { renderResource } from '../virtual-machines/render.js';
import { DISK_TYPE } from '../virtual-machines/state.js';
import type { DiskBody, DiskPatch } from './body.js';
import { diskSkuOf, emptyDisk, type DiskSku } from './empty-disk.js';
import { diskPropertyFixed } from './errors.js';
import { refuseNewSize, requireDiskSize, setDiskSize } from './size.js';

type PutRequest = OperationRequest<DiskBody>;

/** 202 for a new disk and for one that is there. */
export function putDisk(request: PutRequest): OperationResponse {
  const known = findResource(request.state, idOf(request));
  return known === undefined ? createDisk(request) : changeDisk(request, known);
}

function createDisk(request: PutRequest): OperationResponse {
  const { body, state, ids, clock, params } = request;
  const { creationData, diskSizeGB } = body.properties;
  if (creationData.createOption !== 'Empty') {
    return notModelled(`new disks with createOption ${creationData.createOption}`);
  }
  const unmodelled = unmodelledOfNew(body);
  if (unmodelled !== undefined) {
    return notModelled(`new disks with ${unmodelled}`);
  }
  if (diskSizeGB === undefined) {
    return missingParameter('disk.diskSizeGB');
  }
  requireDiskSize('disk.diskSizeGB', diskSizeGB);
  const disk = emptyDisk({
    id: idOf(request),
    name: params['name'] ?? '',
    location: bareLocation(body.location),
    sizeGB: diskSizeGB,
    sku: skuOf(body.sku?.name ?? 'Standard_LRS'),
    zones: body.zones,
    tags: body.tags,
    uniqueId: ids.guid(),
    createdMilliseconds: clock.now(),
  });
  const { osType, hyperVGeneration } = body.properties;
  Object.assign(disk.properties, {
    ...(osType === undefined ? {} : { osType }),
    ...(hyperVGeneration === undefined ? {} : { hyperVGeneration }),
  });
  putResource(state, disk);
  return accepted(request, disk, 'disk-create');
}

/** Of an empty disk that a client asks for in another way than Azure's defaults. */
function unmodelledOfNew({ properties }: DiskBody): string | undefined {
  const { encryption, networkAccessPolicy: access = 'AllowAll' } = properties;
  if (encryption !== undefined && encryption.type !== 'EncryptionAtRestWithPlatformKey') {
    return `encryption ${encryption.type}`;
  }
  if (access !== 'AllowAll' || properties.diskAccessId !== undefined) {
    return `networkAccessPolicy ${access}`;
  }
  if (properties.encryptionSettingsCollection !== undefined) {
    return 'encryptionSettingsCollection';
  }
  return ['purchasePlan', 'securityProfile', 'dataAccessAuthMode'].find((name) =>
    Object.hasOwn(properties, name),
  );
}

function skuOf(name: string): DiskSku {
  const known = diskSkuOf(name);
  if (known === undefined) {
    throw new Refusal(notModelled(`disks of storage type ${name}`));
  }
  return known;
}

/** What a request leaves out stays; the rest of a disk is changed only where the sandbox knows what follows. */
function changeDisk(request: PutRequest, disk: ArmResource): OperationResponse {
  const { body, state } = request;
  if (disk.location?.toLowerCase() !== bareLocation(body.location)) {
    return invalidResourceLocation(disk.id, disk.location ?? '', body.location);
  }
  const fixed = changedFixed(disk, body);
  if (fixed !== undefined) {
    return diskPropertyFixed(fixed, disk.name);
  }
  const unmodelled = changedUnmodelled(disk, body);
  if (unmodelled !== undefined) {
    return notModelled(`changing ${unmodelled} of a disk`);
  }
  applyProperties(state, disk, body.properties);
  disk.tags = body.tags ?? {};
  return accepted(request, disk, 'disk-update');
}

function changedFixed(disk: ArmResource, { properties, zones = [] }: DiskBody): string | undefined {
  const { creationData, osType, hyperVGeneration } = properties;
  const known: Readonly<Record<string, unknown>> = disk.properties;
  const { createOption } = creationData;
  if (!isDeepStrictEqual({ createOption }, optionOf(known['creationData']))) {
    return 'creationData.createOption';
  }
  if (osType !== undefined && osType !== known['osType']) {
    return 'osType';
  }
  if (hyperVGeneration !== undefined && hyperVGeneration !== known['hyperVGeneration']) {
    return 'hyperVGeneration';
  }
  return isDeepStrictEqual(zones, disk.extra?.['zones'] ?? []) ? undefined : 'zones';
}

function optionOf(creationData: unknown): unknown {
  return typeof creationData === 'object' && creationData !== null && 'createOption' in creationData
    ? { createOption: creationData.createOption }
    : {};
}

const UNMODELLED = [
  'encryption',
  'networkAccessPolicy',
  'diskAccessId',
  'publicNetworkAccess',
  'dataAccessAuthMode',
  'securityProfile',
  'purchasePlan',
] as const;

function changedUnmodelled(disk: ArmResource, { properties, sku }: DiskBody): string | undefined {
  const known = disk.extra?.['sku'];
  const name = typeof known === 'object' && known !== null && 'name' in known ? known.name : '';
  if (sku !== undefined && sku.name !== name) {
    return 'sku';
  }
  return UNMODELLED.find(
    (each) =>
      properties[each] !== undefined && !isDeepStrictEqual(properties[each], disk.properties[each]),
  );
}

/** The size and the encryption settings, where a request has them; a size that is refused changes neither. */
function applyProperties(
  state: WorldState,
  disk: ArmResource,
  {
    diskSizeGB,
    encryptionSettingsCollection,
  }: Pick<DiskBody['properties'], 'diskSizeGB' | 'encryptionSettingsCollection'>,
): void {
  if (diskSizeGB !== undefined) {
    refuseNewSize(state, disk, diskSizeGB);
  }
  if (encryptionSettingsCollection !== undefined) {
    setEncryption(disk, encryptionSettingsCollection);
  }
  if (diskSizeGB !== undefined) {
    setDiskSize(state, disk, diskSizeGB);
  }
}

/** 202 for a disk of which a request names what is to change. */
export function patchDisk(request: OperationRequest<DiskPatch>): OperationResponse {
  const { state, body } = request;
  const disk = findResource(state, idOf(request));
  if (disk === undefined) {
    return resourceNotFound(idOf(request));
  }
  applyProperties(state, disk, body.properties ?? {});
  if (body.tags !== undefined) {
    disk.tags = body.tags;
  }
  return accepted(request, disk, 'disk-update');
}

/** New settings change where the key is looked for, not the key that opens the disk. */
function setEncryption(disk: ArmResource, wanted: EncryptionSettingsCollection): void {
  const known = encryptionSettingsCollectionSchema.safeParse(
    disk.properties['encryptionSettingsCollection'],
  ).data;
  const { encryptionSettingsVersion: before } = known ?? {};
  const { encryptionSettingsVersion: version } = wanted;
  if (before !== undefined && version !== undefined && before !== version) {
    throw new Refusal(notModelled('another version of the encryption settings of a disk'));
  }
  disk.properties['encryptionSettingsCollection'] = { ...known, ...wanted };
}

function accepted(
  request: OperationRequest,
  disk: ArmResource,
  kind: ComputeOperationKind,
): OperationResponse {
  const { properties: shown, ...rest } = renderResource(disk);
  const operation = startComputeOperation(request, kind, disk.id, DISK_UPDATE_MILLISECONDS);
  return {
    status: 202,
    headers: diskOperationHeaders(request, operation, disk.location ?? ''),
    body: { ...rest, properties: { ...shown, provisioningState: 'Updating' } },
  };
}

function idOf(request: OperationRequest): string {
  return `${listScope(request)}/providers/${DISK_TYPE}/${request.params['name']}`;
}

function bareLocation(location: string): string {
  return location.toLowerCase().replaceAll(' ', '');
}
