// Operations on storage accounts.

import { resourceNotFound } from '../../http/arm-error.js';
import { notModelled } from '../../http/not-modelled.js';
import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { Refusal } from '../../http/refusal.js';
import {
  findResource,
  listResources,
  removeResource,
  type ArmResource,
} from '../../kernel/resource.js';
import { deleteContainers } from '../storage-data/blobs.js';
import { accountKeys, STORAGE_ACCOUNT_TYPE } from './storage-account.js';

/** The answers of 2016 name no character set. Recording: storage-account-get.classic-404-then-arm-200. */
const HEADERS = { 'content-type': 'application/json' };

/** One account. */
export function getAccount(request: OperationRequest): OperationResponse {
  const account = existingAccount(request);
  return { status: 200, headers: HEADERS, body: accountBody(request, account) };
}

/** The accounts of a subscription or resource group. */
export function listAccounts(request: OperationRequest): OperationResponse {
  const { state, params } = request;
  const subscription = `/subscriptions/${params['subscriptionId']}`;
  const group = params['resourceGroupName'];
  const below = group === undefined ? subscription : `${subscription}/resourceGroups/${group}`;
  const value = listResources(state, below, STORAGE_ACCOUNT_TYPE).map((account) =>
    accountBody(request, account),
  );
  return { status: 200, headers: HEADERS, body: { value } };
}

/** The keys of an account; those of Kerberos, which `$expand=kerb` adds, it has none of. */
export function listKeys(request: OperationRequest): OperationResponse {
  const expand = request.query['$expand'];
  if (expand !== undefined && expand.toLowerCase() !== 'kerb') {
    throw new Refusal(notModelled(`$expand=${expand} of StorageAccounts_ListKeys`));
  }
  const keys = accountKeys(request.state, existingAccount(request));
  return { status: 200, headers: HEADERS, body: { keys } };
}

/** Deletes an account with all that is in it, 200; 204 for one that is not there. */
export function deleteAccount({ state, params }: OperationRequest): OperationResponse {
  const account = findResource(state, accountId(params, STORAGE_ACCOUNT_TYPE));
  if (account === undefined) {
    return { status: 204 };
  }
  removeResource(state, account.id);
  deleteContainers(state, account.name);
  return { status: 200 };
}

/** 404 as there is no classic account. Recording: storage-account-get.classic-404-then-arm-200. */
export function getClassicAccount({ params }: OperationRequest): OperationResponse {
  return resourceNotFound(accountId(params, 'Microsoft.ClassicStorage/storageAccounts'));
}

function existingAccount({ state, params }: OperationRequest): ArmResource {
  const id = accountId(params, STORAGE_ACCOUNT_TYPE);
  const account = findResource(state, id);
  if (account === undefined) {
    throw new Refusal(resourceNotFound(id));
  }
  return account;
}

function accountId(params: OperationRequest['params'], type: string): string {
  const { subscriptionId = '', resourceGroupName = '', accountName = '' } = params;
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/${type}/${accountName}`;
}

function accountBody(
  { apiVersion }: OperationRequest,
  account: ArmResource,
): Readonly<Record<string, unknown>> {
  const { id, name, type, location, tags, extra, properties } = account;
  const shown = apiVersion === FIRST_VERSION ? firstProperties(properties) : properties;
  return { ...extra, id, name, type, location, tags: { ...tags }, properties: shown };
}

/** The api-version in which az's backup commands look at an account. */
const FIRST_VERSION = '2016-01-01';

/** Properties that the first version already had. Recording: storage-account-get.classic-404-then-arm-200. */
const FIRST_PROPERTIES = [
  'encryption',
  'provisioningState',
  'creationTime',
  'primaryEndpoints',
  'primaryLocation',
  'statusOfPrimary',
];

function firstProperties(
  properties: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const known = Object.entries(properties).filter(([name]) => FIRST_PROPERTIES.includes(name));
  return { ...Object.fromEntries(known), encryption: firstEncryption(properties['creationTime']) };
}

/** Only blobs were encrypted then, and no kind of key was named. */
function firstEncryption(lastEnabledTime: unknown) {
  return {
    services: { blob: { enabled: true, lastEnabledTime } },
    keySource: 'Microsoft.Storage',
  };
}
