// Service principals and other directory objects, as Graph shows them.

import { notModelled } from '../../http/not-modelled.js';
import { parseFilter } from '../../http/odata-filter.js';
import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { identitiesOf } from '../authorization/evaluate.js';
import { meNeedsUser, requestDenied, resourceNotFound } from './errors.js';
import { isShown } from './managed-identities.js';
import type { Principal } from './state.js';

const METADATA = 'https://graph.microsoft.com/v1.0/$metadata';

/** Any of these application permissions lets a caller read service principals. */
const READERS = [
  'Application.Read.All',
  'Application.ReadWrite.All',
  'Application.ReadWrite.OwnedBy',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

/** Lists service principals of the caller's tenant; an empty list when none fits. */
export function listServicePrincipals(request: OperationRequest): OperationResponse {
  if (!mayRead(request)) {
    return requestDenied(request);
  }
  const test = filterTest(request.query['$filter']);
  if (test === undefined) {
    return notModelled(`service principal filter ${request.query['$filter']}`);
  }
  const value = servicePrincipals(request)
    .filter((principal) => test(principal))
    .map((principal) => selected(request, servicePrincipalBody(principal)));
  return {
    status: 200,
    body: { '@odata.context': contextOf(request, 'servicePrincipals'), value },
  };
}

/** One service principal by its object id. */
export function getServicePrincipal(request: OperationRequest): OperationResponse {
  const id = request.params['id'] ?? '';
  return respondWithOne(request, id, ({ objectId }) => objectId.toLowerCase() === id.toLowerCase());
}

/** One service principal by its application's id. */
export function getServicePrincipalByAppId(request: OperationRequest): OperationResponse {
  const appId = request.params['appId'] ?? '';
  return respondWithOne(request, appId, (principal) => hasAppId(principal, appId));
}

/** What getByIds takes. */
export interface ByIdsBody {
  readonly ids: readonly string[];
  readonly types?: readonly string[] | undefined;
}

/** The directory objects with these ids; unknown ids are left out. */
export function getByIds(request: OperationRequest<ByIdsBody>): OperationResponse {
  if (!mayRead(request)) {
    return requestDenied(request);
  }
  const { ids, types } = request.body;
  const value = tenantPrincipals(request)
    .filter(({ objectId }) => ids.includes(objectId))
    .filter(({ type }) => types === undefined || types.includes(graphType(type)))
    .map((principal) => ({
      '@odata.type': `#microsoft.graph.${graphType(principal.type)}`,
      ...directoryObjectBody(principal),
    }));
  return { status: 200, body: { '@odata.context': contextOf(request, 'directoryObjects'), value } };
}

/** The groups that a service principal is in, directly or through other groups. */
export function getMemberGroups(request: OperationRequest): OperationResponse {
  if (!mayRead(request)) {
    return requestDenied(request);
  }
  const id = request.params['id']?.toLowerCase() ?? '';
  const found = servicePrincipals(request).find(({ objectId }) => objectId.toLowerCase() === id);
  return found === undefined
    ? resourceNotFound(id, request)
    : {
        status: 200,
        body: {
          '@odata.context': `${METADATA}#Collection(Edm.String)`,
          value: identitiesOf(request.state, found.objectId).filter(
            (each) => each !== found.objectId,
          ),
        },
      };
}

/** The signed-in user; applications have no "me". */
export function getMe(request: OperationRequest): OperationResponse {
  const me = tenantPrincipals(request).find(
    ({ objectId }) => objectId === request.caller?.objectId,
  );
  if (me?.type !== 'User') {
    return meNeedsUser(request);
  }
  const body = selected(request, directoryObjectBody(me));
  return {
    status: 200,
    body: { '@odata.context': `${contextOf(request, 'users')}/$entity`, ...body },
  };
}

function respondWithOne(
  request: OperationRequest,
  id: string,
  isIt: (principal: Principal) => boolean,
): OperationResponse {
  if (!mayRead(request)) {
    return requestDenied(request);
  }
  const found = servicePrincipals(request).find((principal) => isIt(principal));
  if (found === undefined) {
    return resourceNotFound(id, request);
  }
  const body = selected(request, servicePrincipalBody(found));
  const context = `${contextOf(request, 'servicePrincipals')}/$entity`;
  return { status: 200, body: { '@odata.context': context, ...body } };
}

/** Users may read the directory by default (Documentation: Default user permissions); applications must be granted it. */
function mayRead({ state, caller }: OperationRequest): boolean {
  const principal = state.directory.principals.find(
    ({ objectId }) => objectId === caller?.objectId,
  );
  const isMember = principal?.type === 'User' && principal.userType !== 'Guest';
  return isMember || principal?.graphPermissions.some((name) => READERS.includes(name)) === true;
}

function servicePrincipals(request: OperationRequest): Principal[] {
  return tenantPrincipals(request).filter(({ type }) => type === 'ServicePrincipal');
}

function tenantPrincipals({ state, caller, clock }: OperationRequest): Principal[] {
  const now = clock.now();
  return state.directory.principals.filter(
    (principal) => principal.tenantId === caller?.tenantId && isShown(principal, now),
  );
}

const NAMES_ANY =
  /^servicePrincipalNames\/any\((?<variable>\w+):\s*\k<variable>\s+eq\s+'(?<name>[^']*)'\)$/iu;

/** What `az ad sp list --display-name` sends; compared without case, as Graph does. */
const NAME_STARTS = /^startswith\(displayName,\s*'(?<prefix>(?:[^']|'')*)'\)$/iu;

function filterTest(filter: string | undefined): ((principal: Principal) => boolean) | undefined {
  if (filter === undefined) {
    return () => true;
  }
  const name = NAMES_ANY.exec(filter)?.groups?.['name'];
  if (name !== undefined) {
    return (principal) => hasAppId(principal, name);
  }
  const prefix = NAME_STARTS.exec(filter)?.groups?.['prefix'];
  if (prefix !== undefined) {
    const wanted = prefix.replaceAll("''", "'").toLowerCase();
    return ({ displayName }) => displayName.toLowerCase().startsWith(wanted);
  }
  const [term, ...others] = parseFilter(filter) ?? [];
  if (term?.kind !== 'equals' || others.length > 0) {
    return undefined;
  }
  const tests: Readonly<Record<string, (principal: Principal) => boolean>> = {
    appId: (principal) => hasAppId(principal, term.value),
    id: ({ objectId }) => objectId === term.value,
    displayName: ({ displayName }) => displayName.toLowerCase() === term.value.toLowerCase(),
  };
  return tests[term.field];
}

function hasAppId(principal: Principal, appId: string): boolean {
  return principal.appId?.toLowerCase() === appId.toLowerCase();
}

function selected(
  { query }: OperationRequest,
  body: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const names = query['$select']?.split(',').map((name) => name.trim());
  return names === undefined
    ? body
    : Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
}

function contextOf({ query }: OperationRequest, set: string): string {
  const select = query['$select'];
  return `${METADATA}#${set}${select === undefined ? '' : `(${select})`}`;
}

function graphType(type: Principal['type']): string {
  return { ServicePrincipal: 'servicePrincipal', User: 'user', Group: 'group' }[type];
}

function directoryObjectBody(principal: Principal): Readonly<Record<string, unknown>> {
  switch (principal.type) {
    case 'ServicePrincipal':
      return servicePrincipalBody(principal);
    case 'User':
      return {
        id: principal.objectId,
        displayName: principal.displayName,
        userPrincipalName: principal.userPrincipalName ?? null,
      };
    case 'Group':
      return { id: principal.objectId, displayName: principal.displayName };
  }
}

/**
 * Member names, order and nulls as recorded in graph-sp-get.200-and-404. A managed identity has no application
 * behind it (Documentation: servicePrincipal resource type; View the service principal of a managed identity).
 */
function servicePrincipalBody(principal: Principal): Readonly<Record<string, unknown>> {
  const { objectId, displayName, appId, tenantId, accountEnabled, managedIdentity } = principal;
  const isManaged = managedIdentity !== undefined;
  return {
    id: objectId,
    deletedDateTime: null,
    accountEnabled,
    alternativeNames: isManaged
      ? [`isExplicit=${managedIdentity.isExplicit ? 'True' : 'False'}`, managedIdentity.resourceId]
      : [],
    appDisplayName: isManaged ? null : displayName,
    appDescription: null,
    appId: appId ?? null,
    applicationTemplateId: null,
    appOwnerOrganizationId: isManaged ? null : tenantId,
    appRoleAssignmentRequired: false,
    description: null,
    disabledByMicrosoftStatus: null,
    displayName,
    homepage: null,
    loginUrl: null,
    logoutUrl: null,
    notes: null,
    notificationEmailAddresses: [],
    preferredSingleSignOnMode: null,
    preferredTokenSigningKeyThumbprint: null,
    replyUrls: [],
    servicePrincipalNames: appId === undefined ? [] : [appId],
    servicePrincipalType: isManaged ? 'ManagedIdentity' : 'Application',
    signInAudience: isManaged ? null : 'AzureADMultipleOrgs',
    tags: [],
    tokenEncryptionKeyId: null,
    samlSingleSignOnSettings: null,
    verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
    addIns: [],
    appRoles: [],
    info: {
      logoUrl: null,
      marketingUrl: null,
      privacyStatementUrl: null,
      supportUrl: null,
      termsOfServiceUrl: null,
    },
    keyCredentials: [],
    oauth2PermissionScopes: [],
    passwordCredentials: [],
    resourceSpecificApplicationPermissions: [],
  };
}
