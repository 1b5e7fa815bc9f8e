// Operations of the sign-in service: token endpoints and the discovery documents around them.

import { z } from 'zod';
import { defineOperation, type Evidence, type SandboxOperation } from '../../http/operation.js';
import { ASSERTION_TYPE } from './federated.js';
import { findTenant, issueToken, type TokenRequest } from './issue-token.js';
import { signInErrorResponse, signInErrors } from './errors.js';

/** What MSAL puts beside the OAuth fields; it changes no response. */
const telemetryFields = {
  client_info: z.string().optional(),
  claims: z.string().optional(),
  'client-request-id': z.string().optional(),
  'x-app-name': z.string().optional(),
  'x-app-ver': z.string().optional(),
  'x-client-CPU': z.string().optional(),
  'x-client-OS': z.string().optional(),
  'x-client-SKU': z.string().optional(),
  'x-client-VER': z.string().optional(),
  'x-client-current-telemetry': z.string().optional(),
  'x-client-last-telemetry': z.string().optional(),
  'x-ms-lib-capability': z.string().optional(),
};

const grantFields = {
  grant_type: z.literal('client_credentials'),
  client_id: z.string(),
  client_secret: z.string().optional(),
  client_assertion: z.string().optional(),
  client_assertion_type: z.literal(ASSERTION_TYPE).optional(),
};

/** What an application signs in with, in the words of the program. */
function applicationOf(body: {
  readonly client_id: string;
  readonly client_secret?: string | undefined;
  readonly client_assertion?: string | undefined;
}): Omit<TokenRequest, 'resource'> {
  return {
    clientId: body.client_id,
    clientSecret: body.client_secret,
    assertion: body.client_assertion,
  };
}

const simplification =
  'Applications sign in with a client secret or a federated token, whose signature is not checked; tokens are HS256.';

const evidence: [Evidence] = [
  {
    kind: 'documentation',
    page: 'Microsoft identity platform and the OAuth 2.0 client credentials flow',
  },
];

const login = {
  provider: 'login',
  host: 'login',
  auth: 'none',
  apiVersions: [],
  evidence,
} as const;

const tokenV2 = defineOperation({
  ...login,
  id: 'Login_TokenV2',
  method: 'POST',
  path: '/{tenant}/oauth2/v2.0/token',
  query: ['client-request-id'],
  body: z.strictObject({ ...grantFields, ...telemetryFields, scope: z.string() }),
  fidelity: 'simplified',
  simplification,
  handle: (request) => {
    const resource = request.body.scope.replace(/\/\.default$/u, '');
    return issueToken(request, { ...applicationOf(request.body), resource });
  },
});

const tokenV1 = defineOperation({
  ...login,
  id: 'Login_TokenV1',
  method: 'POST',
  path: '/{tenant}/oauth2/token',
  query: ['client-request-id'],
  body: z.strictObject({ ...grantFields, ...telemetryFields, resource: z.string() }),
  fidelity: 'simplified',
  simplification,
  handle: (request) => {
    const { resource } = request.body;
    return issueToken(request, { ...applicationOf(request.body), resource }, (expiresSeconds) => ({
      expires_on: String(expiresSeconds),
      resource,
    }));
  },
});

const openIdConfiguration = defineOperation({
  ...login,
  id: 'Login_OpenIdConfiguration',
  method: 'GET',
  path: '/{tenant}/v2.0/.well-known/openid-configuration',
  fidelity: 'modelled',
  handle: (request) => {
    const name = request.params['tenant'] ?? '';
    const tenant = findTenant(request.state, name);
    return tenant === undefined
      ? signInErrorResponse(signInErrors.unknownTenant(name), request)
      : { status: 200, body: openIdDocument(tenant.tenantId) };
  },
});

const instanceDiscovery = defineOperation({
  ...login,
  id: 'Login_InstanceDiscovery',
  method: 'GET',
  path: '/common/discovery/instance',
  apiVersions: ['1.0', '1.1'],
  query: ['authorization_endpoint'],
  fidelity: 'modelled',
  handle: ({ query, apiVersion }) => {
    const tenant = new URL(query['authorization_endpoint'] ?? LOGIN_ROOT).pathname.split('/')[1];
    return {
      status: 200,
      body: {
        tenant_discovery_endpoint: `${LOGIN_ROOT}/${tenant}/v2.0/.well-known/openid-configuration`,
        'api-version': apiVersion,
        metadata: [PUBLIC_CLOUD],
      },
    };
  },
});

const LOGIN_ROOT = 'https://login.microsoftonline.com';

const PUBLIC_CLOUD = {
  preferred_network: 'login.microsoftonline.com',
  preferred_cache: 'login.windows.net',
  aliases: [
    'login.microsoftonline.com',
    'login.windows.net',
    'login.microsoft.com',
    'sts.windows.net',
  ],
};

/** Documentation: OpenID Connect on the Microsoft identity platform. */
function openIdDocument(tenantId: string): Readonly<Record<string, unknown>> {
  const root = `${LOGIN_ROOT}/${tenantId}`;
  return {
    token_endpoint: `${root}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: [
      'client_secret_post',
      'private_key_jwt',
      'client_secret_basic',
    ],
    jwks_uri: `${root}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${root}/v2.0`,
    request_uri_parameter_supported: false,
    userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
    authorization_endpoint: `${root}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${root}/oauth2/v2.0/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${root}/oauth2/v2.0/logout`,
    tenant_region_scope: 'AS',
    cloud_instance_name: 'microsoftonline.com',
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: 'graph.microsoft.com',
    rbac_url: 'https://pas.windows.net',
  };
}

/** Everything the sign-in hosts answer. */
export const loginOperations: readonly SandboxOperation[] = [
  tokenV2,
  tokenV1,
  openIdConfiguration,
  instanceDiscovery,
];
