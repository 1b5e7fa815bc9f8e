// The errors of blob storage: XML, with the code in a header as well. Documentation: Blob service error
// codes, Common REST API error codes, Status and error codes.

import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { Refusal } from '../../http/refusal.js';
import { ticksInstant } from '../../kernel/time/instant.js';
import { xmlDocument, xmlElement } from './xml.js';

/** Status and message of each code. */
const ERRORS = {
  AuthenticationFailed: [
    403,
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.',
  ],
  AuthorizationFailure: [403, 'This request is not authorized to perform this operation.'],
  AuthorizationPermissionMismatch: [
    403,
    'This request is not authorized to perform this operation using this permission.',
  ],
  AuthorizationResourceTypeMismatch: [
    403,
    'This request is not authorized to perform this operation using this resource type.',
  ],
  BlobNotFound: [404, 'The specified blob does not exist.'],
  ConditionNotMet: [412, 'The condition specified using HTTP conditional header(s) is not met.'],
  ContainerNotFound: [404, 'The specified container does not exist.'],
  InvalidAuthenticationInfo: [
    401,
    'Server failed to authenticate the request. Please refer to the information in the www-authenticate header.',
  ],
  InvalidQueryParameterValue: [
    400,
    'Value for one of the query parameters specified in the request URI is invalid.',
  ],
  InvalidRange: [416, 'The range specified is invalid for the current size of the resource.'],
  KeyBasedAuthenticationNotPermitted: [
    403,
    'Key based authentication is not permitted on this storage account.',
  ],
  NoAuthenticationInformation: [
    401,
    'Server failed to authenticate the request. Please refer to the information in the www-authenticate header.',
  ],
} as const satisfies Readonly<Record<string, readonly [status: number, message: string]>>;

/** What an error says beyond its code. */
interface BlobErrorExtra {
  /** Text of `AuthenticationErrorDetail`. */
  readonly detail?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The refusal with this code; without body where only headers were asked for. */
export function blobRefusal(
  request: OperationRequest,
  code: keyof typeof ERRORS,
  extra: BlobErrorExtra = {},
): Refusal {
  const [status, message] = ERRORS[code];
  const requestId = request.ids.guid();
  const headers = {
    ...versionHeader(request),
    ...extra.headers,
    'x-ms-request-id': requestId,
    'x-ms-error-code': code,
  };
  if (request.method === 'HEAD') {
    return new Refusal({ status, headers });
  }
  const lines = [
    message,
    `RequestId:${requestId}`,
    `Time:${ticksInstant(request.clock.now())}`,
  ].join('\n');
  const detail =
    extra.detail === undefined ? '' : xmlElement('AuthenticationErrorDetail', extra.detail);
  return new Refusal({
    status,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: xmlDocument(
      `<Error>${xmlElement('Code', code)}${xmlElement('Message', lines)}${detail}</Error>`,
    ),
  });
}

/** The version that the caller asked for, which every response names. */
export function versionHeader({ headers }: OperationRequest): OperationResponse['headers'] {
  const version = headers.get('x-ms-version');
  return version === null ? {} : { 'x-ms-version': version };
}
