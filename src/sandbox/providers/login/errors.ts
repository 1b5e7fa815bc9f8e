// The errors of the sign-in service's token endpoint, with its AADSTS codes and wording.

import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { isoInstant } from '../../kernel/time/instant.js';

/** One AADSTS error; `kind` is the OAuth error code. */
export interface SignInError {
  readonly status: number;
  readonly kind: string;
  readonly number: number;
  readonly text: string;
}

/** No federated credential of the application fits an assertion, in one of its claims. */
function noRecord(number: number, claim: string, value: string): SignInError {
  return {
    status: 401,
    kind: 'invalid_client',
    number,
    text: `No matching federated identity record found for presented assertion ${claim} '${value}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`,
  };
}

/** Documentation: Microsoft Entra authentication and authorization error codes. */
export const signInErrors = {
  unknownTenant: (tenant: string): SignInError => ({
    status: 400,
    kind: 'invalid_request',
    number: 90_002,
    text: `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  }),
  unknownApplication: (clientId: string, tenantName: string): SignInError => ({
    status: 400,
    kind: 'unauthorized_client',
    number: 700_016,
    text: `Application with identifier '${clientId}' was not found in the directory '${tenantName}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  }),
  wrongSecret: (clientId: string): SignInError => ({
    status: 401,
    kind: 'invalid_client',
    number: 7_000_215,
    text: `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  }),
  missingSecret: (): SignInError => ({
    status: 401,
    kind: 'invalid_client',
    number: 7_000_216,
    text: "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
  }),
  malformedAssertion: (): SignInError => ({
    status: 400,
    kind: 'invalid_request',
    number: 50_027,
    text: 'JWT token is invalid or malformed.',
  }),
  // 700211 and 700212 in errors that users report; the words are those of 700213.
  unknownIssuer: (issuer: string): SignInError => noRecord(700_211, 'issuer', issuer),
  unknownAudience: (audience: string): SignInError => noRecord(700_212, 'audience', audience),
  unknownSubject: (subject: string): SignInError => noRecord(700_213, 'subject', subject),
  // As reported in Azure/login#517; announced in "Federated identity credentials now use case-sensitive matching".
  subjectInOtherCase: (subject: string): SignInError => ({
    ...noRecord(7_002_138, 'subject', subject),
    text: `No matching federated identity record found for presented assertion subject '${subject}'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`,
  }),
  expiredAssertion: (nowMilliseconds: number, from: number, until: number): SignInError => ({
    status: 401,
    kind: 'invalid_client',
    number: 700_024,
    text: `Client assertion is not within its valid time range. Current time: ${isoInstant(nowMilliseconds)}, assertion valid from ${isoInstant(from * 1000)}, expiry time of assertion ${isoInstant(until * 1000)}. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .`,
  }),
  disabledApplication: (clientId: string, name: string): SignInError => ({
    status: 401,
    kind: 'unauthorized_client',
    number: 7_000_112,
    text: `Application '${clientId}'(${name}) is disabled.`,
  }),
  unknownResource: (resource: string, tenantName: string): SignInError => ({
    status: 400,
    kind: 'invalid_resource',
    number: 500_011,
    text: `The resource principal named ${resource} was not found in the tenant named ${tenantName}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
  }),
} as const;

/** The error as the token endpoint answers it. */
export function signInErrorResponse(
  error: SignInError,
  { clock, ids, query }: Pick<OperationRequest, 'clock' | 'ids' | 'query'>,
): OperationResponse {
  const timestamp = isoInstant(clock.now())
    .replace('T', ' ')
    .replace(/\.\d+Z$/u, 'Z');
  const traceId = ids.guid();
  const correlationId = query['client-request-id'] ?? ids.guid();
  return {
    status: error.status,
    body: {
      error: error.kind,
      error_description: `AADSTS${error.number}: ${error.text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [error.number],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${error.number}`,
    },
  };
}
