// Makes the SDKs' RestError from an answer, while its whole body is at hand.

import { RestError, type PipelinePolicy, type PipelineResponse } from '@azure/core-rest-pipeline';
import { errorBody } from './azure-failure.js';

/** JSON or undefined: there may be no body, and gateways send HTML with an error. */
export function parseBody(response: PipelineResponse): unknown {
  try {
    return JSON.parse(response.bodyAsText ?? '');
  } catch {
    return undefined;
  }
}

/** The error of an answer with a status of 400 or more. */
export function answerError(response: PipelineResponse): RestError {
  const { code, message } = errorBody(parseBody(response));
  return new RestError(message ?? `HTTP ${response.status}`, {
    statusCode: response.status,
    request: response.request,
    response,
    ...(code === undefined ? {} : { code }),
  });
}

/**
 * Throws errors before the SDKs do that drop the body: those of Key Vault for lists, and with it the inner
 * code that tells a missing grant from a firewall; those of compute for what takes long, and with it Azure's
 * words. Goes around everything else.
 */
export const throwResponseErrorsPolicy: PipelinePolicy = {
  name: 'azbackupThrowAnswerErrorsPolicy',
  sendRequest: async (request, next) => {
    const response = await next(request);
    if (response.status >= 400) {
      throw answerError(response);
    }
    return response;
  },
};
