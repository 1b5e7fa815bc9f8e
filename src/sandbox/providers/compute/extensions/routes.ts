// Extensions of machines; of what can be installed, only Azure Disk Encryption is modelled.

import { z } from 'zod';
import { resourceNotFound } from '../../../http/arm-error.js';
import { notModelled } from '../../../http/not-modelled.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { findResource, putResource, type ArmResource } from '../../../kernel/resource.js';
import { acceptedByCompute, startComputeOperation, statusHeaders } from '../operations.js';
import { machineIdOf, machineOfRequest, MACHINE_API_VERSIONS, MACHINE_PATH } from '../request.js';
import {
  DISK_ENCRYPTION_EXTENSIONS,
  diskEncryptionSettingsSchema,
  extensionRuntimeSchema,
  isDiskEncryption,
  machineExtensions,
  type ExtensionRuntime,
} from './disk-encryption-extension.js';
import { isDoublePass } from '../disk-encryption/request.js';
import { expandsInstanceView } from '../expand.js';
import { whyNoSignIn } from './sign-in.js';
import { operationNotAllowed } from '../virtual-machines/errors.js';
import { renderExtension } from '../virtual-machines/render.js';
import { EXTENSION_TYPE, type VirtualMachine } from '../virtual-machines/state.js';

/** Recordings ade-enable.poll-sequence (169 s), ade-disable.poll-sequence (44 s). */
const ENABLE_MILLISECONDS = 168_970;
const DISABLE_MILLISECONDS = 43_938;

/** Not recorded; assumptions. */
const DELETE_MILLISECONDS = 30_000;
const REPEAT_MILLISECONDS = 5000;

const EXTENSION_PATH = `${MACHINE_PATH}/extensions/{vmExtensionName}`;

const EXTENSION_ACTION = 'Microsoft.Compute/virtualMachines/extensions';

const extensionBodySchema = z.strictObject({
  location: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
  properties: z.strictObject({
    publisher: z.string(),
    /** az leaves it out when it disables encryption. */
    type: z.string().optional(),
    typeHandlerVersion: z.string(),
    autoUpgradeMinorVersion: z.boolean().optional(),
    forceUpdateTag: z.string().optional(),
    enableAutomaticUpgrade: z.boolean().optional(),
    settings: diskEncryptionSettingsSchema,
    /** Of the older flavour; read and forgotten. */
    protectedSettings: z
      .strictObject({ AADClientSecret: z.string().optional(), Passphrase: z.string().optional() })
      .optional(),
  }),
});

type PutRequest = OperationRequest<z.infer<typeof extensionBodySchema>>;

function listExtensions(request: OperationRequest): OperationResponse {
  const machine = machineOfRequest(request);
  const expand = expandsInstanceView(request);
  const value = machineExtensions(request.state, machine).map((extension) =>
    renderExtension(extension, expand),
  );
  return { status: 200, body: { value } };
}

function getExtension(request: OperationRequest): OperationResponse {
  machineOfRequest(request);
  const extension = findResource(request.state, extensionIdOf(request));
  return extension === undefined
    ? resourceNotFound(extensionIdOf(request))
    : { status: 200, body: renderExtension(extension, expandsInstanceView(request)) };
}

/** 201 and Creating for a new extension, 200 and Updating for one that exists. */
function putExtension(request: PutRequest): OperationResponse {
  const machine = machineOfRequest(request);
  if (machine.properties.runtime.powerState !== 'running') {
    return operationNotAllowed('Cannot modify extensions in the VM when the VM is not running.');
  }
  const id = extensionIdOf(request);
  const known = findResource(request.state, id);
  const properties = requestedProperties(request, machine, known);
  if (!isDiskEncryption(properties)) {
    return notModelled(`extension ${properties.publisher}.${properties.type}`);
  }
  const unchanged = repeatedRequest(request, known, properties);
  if (unchanged !== undefined) {
    return unchanged;
  }
  const disable = properties.settings.EncryptionOperation === 'DisableEncryption';
  const milliseconds = disable ? DISABLE_MILLISECONDS : ENABLE_MILLISECONDS;
  const operation = startComputeOperation(request, 'extension-put', id, milliseconds);
  const extension: ArmResource = {
    id,
    name: known?.name ?? request.params['vmExtensionName'] ?? '',
    type: EXTENSION_TYPE,
    location: request.body.location,
    properties: {
      ...properties,
      provisioningState: known === undefined ? 'Creating' : 'Updating',
      runtime: runtimeDuring(request, machine, known),
      pending: operation.id,
    },
  };
  putResource(request.state, extension);
  return {
    status: known === undefined ? 201 : 200,
    headers: statusHeaders(request, operation, request.body.location),
    body: renderExtension(extension, false),
  };
}

function deleteExtension(request: OperationRequest): OperationResponse {
  const { resource } = machineOfRequest(request);
  const extension = findResource(request.state, extensionIdOf(request));
  if (extension === undefined) {
    return { status: 204 };
  }
  const operation = startComputeOperation(
    request,
    'extension-delete',
    extension.id,
    DELETE_MILLISECONDS,
  );
  extension.properties['pending'] = operation.id;
  extension.properties['provisioningState'] = 'Deleting';
  return acceptedByCompute(request, operation, resource.location ?? '');
}

function requestedProperties(
  { body }: PutRequest,
  machine: VirtualMachine,
  known: ArmResource | undefined,
) {
  const { type, autoUpgradeMinorVersion = false, ...properties } = body.properties;
  const { osType } = machine.properties.storageProfile.osDisk;
  const usual = DISK_ENCRYPTION_EXTENSIONS[osType].type;
  const kept = known?.properties['type'];
  return {
    autoUpgradeMinorVersion,
    publisher: properties.publisher,
    type: type ?? (typeof kept === 'string' ? kept : usual),
    typeHandlerVersion: properties.typeHandlerVersion,
    settings: properties.settings,
  };
}

/**
 * The handler acts only on a new sequence number: what it was told before in the very same words it has
 * done, well or badly, or is about to do. That settings without any difference make no new one is an assumption.
 */
function repeatedRequest(
  request: PutRequest,
  known: ArmResource | undefined,
  wanted: Readonly<Record<string, unknown>>,
): OperationResponse | undefined {
  if (
    known === undefined ||
    Object.entries(wanted).some(([name, value]) => !same(known, name, value))
  ) {
    return undefined;
  }
  const pending = request.state.operations[String(known.properties['pending'])];
  if (pending?.kind === 'extension-delete') {
    return undefined;
  }
  const operation =
    pending ?? startComputeOperation(request, 'extension-put', known.id, REPEAT_MILLISECONDS);
  if (pending === undefined && known.properties['provisioningState'] === 'Failed') {
    const { message } = extensionRuntimeSchema.parse(known.properties['runtime']);
    operation.outcome = { status: 'Failed', code: 'VMExtensionProvisioningError', message };
  }
  return {
    status: 200,
    headers: statusHeaders(request, operation, request.body.location),
    body: renderExtension(known, false),
  };
}

function same({ properties }: ArmResource, name: string, value: unknown): boolean {
  return JSON.stringify(properties[name]) === JSON.stringify(value);
}

function runtimeDuring(
  { state, body }: PutRequest,
  { properties }: VirtualMachine,
  known: ArmResource | undefined,
): ExtensionRuntime {
  const version = known?.properties['typeHandlerVersion'];
  const { settings, protectedSettings, typeHandlerVersion } = body.properties;
  const { osType } = properties.storageProfile.osDisk;
  const refused = isDoublePass(osType, typeHandlerVersion)
    ? whyNoSignIn(state, settings.AADClientID, protectedSettings?.AADClientSecret)
    : undefined;
  return {
    ...(refused === undefined ? {} : { signInRefused: refused }),
    handlerVersion: typeof version === 'string' ? version : '0.0.0.0',
    outcome: 'transitioning',
    message: '',
  };
}

function extensionIdOf(request: OperationRequest): string {
  return `${machineIdOf(request)}/extensions/${request.params['vmExtensionName']}`;
}

/** What all operations of extensions have in common. */
const common = {
  provider: 'compute',
  host: 'arm',
  apiVersions: MACHINE_API_VERSIONS,
} as const;

/** The operations of extensions. */
export const extensionRoutes: readonly SandboxOperation[] = [
  defineOperation({
    ...common,
    id: 'VirtualMachineExtensions_List',
    method: 'GET',
    path: `${MACHINE_PATH}/extensions`,
    query: ['$expand'],
    action: `${EXTENSION_ACTION}/read`,
    evidence: [{ kind: 'openapi', operationId: 'VirtualMachineExtensions_List' }],
    fidelity: 'modelled',
    handle: listExtensions,
  }),
  defineOperation({
    ...common,
    id: 'VirtualMachineExtensions_Get',
    method: 'GET',
    path: EXTENSION_PATH,
    query: ['$expand'],
    action: `${EXTENSION_ACTION}/read`,
    evidence: [{ kind: 'recording', file: 'ade-enable.poll-sequence.json' }],
    fidelity: 'modelled',
    handle: getExtension,
  }),
  defineOperation({
    ...common,
    id: 'VirtualMachineExtensions_CreateOrUpdate',
    method: 'PUT',
    path: EXTENSION_PATH,
    body: extensionBodySchema,
    action: `${EXTENSION_ACTION}/write`,
    evidence: [
      { kind: 'recording', file: 'ade-enable.poll-sequence.json' },
      { kind: 'recording', file: 'ade-disable.poll-sequence.json' },
      { kind: 'assumption', note: 'how it fails' },
    ],
    fidelity: 'simplified',
    simplification:
      'only Azure Disk Encryption, with the secret of an Entra app or without; one secret for all disks; Linux needs no restart',
    handle: putExtension,
  }),
  defineOperation({
    ...common,
    id: 'VirtualMachineExtensions_Delete',
    method: 'DELETE',
    path: EXTENSION_PATH,
    action: `${EXTENSION_ACTION}/delete`,
    evidence: [{ kind: 'openapi', operationId: 'VirtualMachineExtensions_Delete' }],
    fidelity: 'modelled',
    handle: deleteExtension,
  }),
];
