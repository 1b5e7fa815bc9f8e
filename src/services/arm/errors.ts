// The one place where what Azure, the sign-in or the network throw becomes an AzbackupError.
// Kinds follow from status and code; message text is read only for what has no field of its own.

import { AzbackupError, type AzbackupErrorFields } from '../../errors/azbackup-error.js';
import {
  httpFailureOf,
  networkFailureOf,
  type HttpFailure,
  type NetworkFailure,
} from './azure-failure.js';
import { callerIn, deniedIn } from './denied.js';
import { POLICY_DENIAL_CODE, policyAssignmentsIn } from './policy-denial.js';
import { redactedLines, redactError } from './transport/redaction.js';
import { retryAfterSeconds } from './transport/retry-after.js';
import { isSignInError, signInError } from './sign-in/sign-in-error.js';

/** What was being done, for the words of an error. */
export interface AzureCall {
  /** Completes "could not …", such as `read the virtual machine VM001`. */
  readonly doing: string;
  /** The resource it was done to. */
  readonly target?: string;
}

/** Sends a call and turns whatever it throws into an AzbackupError; aborts pass through untouched. */
export async function callAzure<T>(call: AzureCall, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw azureError(error, call);
  }
}

/** As `callAzure`, but undefined when Azure says that the thing does not exist. */
export async function callOrAbsent<T>(
  call: AzureCall,
  send: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await send();
  } catch (error) {
    if (isAbsence(error)) {
      return undefined;
    }
    throw azureError(error, call);
  }
}

/**
 * A 404 that means something other than "no such resource": the caller's directory does not know the
 * subscription, or the API does not know the type. Then nothing is known about the resource.
 */
const OTHER_404S = /^(?:SubscriptionNotFound|InvalidResourceType|InvalidResourceNamespace)$/iu;

/**
 * True when the error says that the resource asked for does not exist.
 * @param alsoCode one of the 404s that mean something else, to be taken for absence as well
 */
export function isAbsence(error: unknown, alsoCode?: string): boolean {
  const failure = httpFailureOf(error);
  const code = failure?.code ?? '';
  return failure?.status === 404 && (code === alsoCode || !OTHER_404S.test(code));
}

/** Azure's code of an error, if it has one. */
export function azureCodeOf(error: unknown): string | undefined {
  return httpFailureOf(error)?.code;
}

/** The AzbackupError for anything thrown; errors that are no trouble of Azure's come back as they are. */
export function azureError(error: unknown, call: AzureCall): unknown {
  if (error instanceof AzbackupError) {
    return error;
  }
  const failure = httpFailureOf(error);
  if (failure !== undefined) {
    return httpError(failure, call, error);
  }
  const network = networkFailureOf(error);
  if (network !== undefined) {
    return unreachable(network, call, error);
  }
  return isSignInError(error) ? signInError(error, call.doing) : error;
}

function httpError(failure: HttpFailure, call: AzureCall, error: unknown): AzbackupError {
  return new AzbackupError({
    ...verdict(failure, call),
    ...facts(failure),
    ...(call.target === undefined ? {} : { target: call.target }),
    underlying: redactError(error, failure.message),
  });
}

type CheckResult = Pick<AzbackupErrorFields, 'code' | 'kind' | 'message'> &
  Pick<AzbackupErrorFields, 'causes' | 'fix' | 'denied' | 'retryAfterSeconds'>;

/** What the status means; the kinds are the contract of the services. */
function verdict(failure: HttpFailure, call: AzureCall): CheckResult {
  const causes = redactedLines(failure.message);
  const { doing } = call;
  if (failure.code === POLICY_DENIAL_CODE) {
    return { ...deniedByPolicy(failure, doing), causes };
  }
  if (/^MissingSubscriptionRegistration$/iu.test(failure.code ?? '')) {
    return { ...notRegistered(failure, call), causes };
  }
  switch (failure.status) {
    case 401:
      return {
        code: 'AZB_NOT_AUTHENTICATED',
        kind: 'not-allowed',
        message: `Azure rejected the sign-in to ${doing}`,
        causes,
        fix: ['az login'],
      };
    case 403:
      return { ...forbidden(failure, doing), causes };
    case 404:
      return { code: 'AZB_NOT_FOUND', kind: 'not-found', message: `could not ${doing}`, causes };
    case 429:
      return { code: 'AZB_THROTTLED', kind: 'unavailable', ...throttled(failure, doing) };
    default:
      return otherResult(failure, doing, causes);
  }
}

function otherResult(
  { status }: HttpFailure,
  doing: string,
  causes: readonly string[],
): CheckResult {
  if (status < 400) {
    // The SDKs accept only the successes that the specification lists.
    return {
      code: 'AZB_UNEXPECTED_RESPONSE',
      kind: 'azure-failed',
      message: `undocumented response from Azure to the request to ${doing} (HTTP ${status})`,
    };
  }
  return status >= 500 || status === 408
    ? {
        code: 'AZB_UNAVAILABLE',
        kind: 'unavailable',
        message: `Azure could not ${doing} (HTTP ${status})`,
        causes,
      }
    : {
        code: 'AZB_REFUSED',
        kind: 'azure-failed',
        message: `Azure refused to ${doing}`,
        causes,
      };
}

/** Key Vault's inner codes for a network that it does not let in: no grant helps there. */
const FIREWALL_CODES = /^ForbiddenBy(?:Firewall|Connection)$/iu;

/** A policy denies with 403, older ones with 400; a role would not help. */
function deniedByPolicy({ message }: HttpFailure, doing: string): Omit<CheckResult, 'causes'> {
  const assignments = policyAssignmentsIn(message);
  const names = assignments.map(({ name }) => `'${name}'`).join(', ');
  return {
    code: 'AZB_DENIED_BY_POLICY',
    kind: 'not-allowed',
    message: `Azure Policy ${names === '' ? '' : `${names} `}does not allow to ${doing}`,
    fix: assignments.map(
      ({ id }) =>
        `ask its owner for an exemption, or see what it wants: az resource show --ids ${id}`,
    ),
  };
}

/** The message names the provider; the subscription is told by what was asked for. */
function notRegistered({ message }: HttpFailure, call: AzureCall): Omit<CheckResult, 'causes'> {
  const { namespace = 'NAMESPACE' } =
    /namespace '(?<namespace>[^']+)'/u.exec(message)?.groups ?? {};
  const subscription = SUBSCRIPTION.exec(call.target ?? '')?.groups?.['id'];
  const where = subscription === undefined ? '' : ` --subscription ${subscription}`;
  return {
    code: 'AZB_PROVIDER_NOT_REGISTERED',
    kind: 'azure-failed',
    message: `the subscription is not registered for ${namespace}, which is needed to ${call.doing}`,
    fix: [`az provider register --namespace ${namespace} --wait${where}`],
  };
}

const SUBSCRIPTION =
  /^(?:\/subscriptions\/)?(?<id>[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?:\/|$)/iu;

function forbidden(failure: HttpFailure, doing: string): Omit<CheckResult, 'causes'> {
  if (FIREWALL_CODES.test(failure.code ?? '')) {
    return {
      code: 'AZB_KEY_VAULT_FIREWALL',
      kind: 'not-allowed',
      message: `the key vault's firewall does not allow this computer to ${doing}`,
      fix: ['run the command from a network that the key vault allows'],
    };
  }
  const denied = deniedIn(failure.message);
  const caller = callerIn(failure.message);
  return {
    code: 'AZB_NOT_ALLOWED',
    kind: 'not-allowed',
    message: `not allowed to ${doing}`,
    ...(denied === undefined
      ? {}
      : { denied: { ...denied, ...(caller === undefined ? {} : { caller }) } }),
  };
}

function throttled(
  failure: HttpFailure,
  doing: string,
): Pick<CheckResult, 'message' | 'causes' | 'fix' | 'retryAfterSeconds'> {
  // The form of Retry-After that names a date needs the clock; Azure sends seconds.
  const seconds = retryAfterSeconds(failure.header, Number.NaN);
  const named = seconds === undefined || Number.isNaN(seconds) ? undefined : seconds;
  return {
    message: `too many requests: Azure did not ${doing}`,
    causes: redactedLines(failure.message),
    ...(named === undefined
      ? {}
      : { fix: [`try again in ${named} seconds`], retryAfterSeconds: named }),
  };
}

function facts(
  failure: HttpFailure,
): Pick<AzbackupErrorFields, 'azureCode' | 'requestId' | 'correlationId'> {
  const requestId = failure.header('x-ms-request-id') ?? failure.header('request-id');
  const correlationId = failure.header('x-ms-correlation-request-id');
  return {
    ...(failure.code === undefined ? {} : { azureCode: failure.code }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
}

function unreachable(network: NetworkFailure, call: AzureCall, error: unknown): AzbackupError {
  const host = network.host ?? 'Azure';
  return new AzbackupError({
    code: 'AZB_UNREACHABLE',
    kind: 'unavailable',
    message: `could not reach ${host} to ${call.doing}`,
    causes: [network.code],
    ...(call.target === undefined ? {} : { target: call.target }),
    underlying: redactError(error),
  });
}
