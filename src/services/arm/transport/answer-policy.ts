// Looks at each successful answer before an SDK reads it. The SDKs take what comes: a page of HTML as an empty
// list, a number as a name, and they fail far from where it came in.

import { parseJson } from '../../../domain/parse-json.js';
import type { PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { jsonWithoutUnsafe } from '../../../domain/unsafe-characters.js';
import { isFormError, oddAnswer, unreadableAnswer } from '../odd-answer.js';
import { namesCollection } from './collection-url.js';
import { hasKnownField, wrongType } from './wire-types.js';

/** What answers of success have to be. */
export interface AnswerForm {
  /** True where a GET may be answered with 200 and nothing, as polls of a result are. */
  readonly mayBeEmpty: boolean;
}

/**
 * The policy; goes around each attempt. Azure's JSON is always an object.
 * @throws AzbackupError `AZB_UNEXPECTED_RESPONSE` (unavailable) that names the host and what came
 */
export function answerPolicy(form: AnswerForm): PipelinePolicy {
  return {
    name: 'azbackupAnswerPolicy',
    sendRequest: async (request, next) => {
      const response = await next(request);
      const odd = oddnessOf(request, response, form);
      if (odd !== undefined) {
        throw oddAnswer(new URL(request.url).host, `${odd} (HTTP ${response.status})`);
      }
      return withSafeText(response);
    },
  };
}

/** Names and messages are shown to people: what a terminal would obey is taken out of them where it comes in. */
function withSafeText(response: PipelineResponse): PipelineResponse {
  const { bodyAsText } = response;
  return bodyAsText === undefined || bodyAsText === null
    ? response
    : { ...response, bodyAsText: jsonWithoutUnsafe(bodyAsText) };
}

/**
 * Turns what the SDKs throw over an answer that they cannot read into the error that says so. Goes around
 * the whole call.
 */
export const unreadableAnswerPolicy: PipelinePolicy = {
  name: 'azbackupUnreadableAnswerPolicy',
  sendRequest: async (request, next) => {
    try {
      return await next(request);
    } catch (error) {
      throw isReadingError(error, request)
        ? unreadableAnswer(new URL(request.url).host, error)
        : error;
    }
  },
};

/** The key vault SDKs throw plain errors over a challenge that is not one. */
function isReadingError(error: unknown, { abortSignal }: PipelineRequest): error is Error {
  return (
    isFormError(error) ||
    (error instanceof Error &&
      error.name === 'Error' &&
      !('code' in error) &&
      abortSignal?.aborted !== true)
  );
}

function oddnessOf(
  { method, url }: PipelineRequest,
  response: PipelineResponse,
  { mayBeEmpty }: AnswerForm,
): string | undefined {
  const { status, bodyAsText, readableStreamBody } = response;
  if (status < 200 || status >= 300 || readableStreamBody !== undefined) {
    return undefined;
  }
  const isRead = status === 200 && method === 'GET';
  const text = (bodyAsText ?? '').replace(/^\uFEFF/u, '').trim();
  if (text === '') {
    return isRead && !mayBeEmpty ? 'nothing' : undefined;
  }
  // Azure Backup was recorded to end a poll of a result with an object that has nothing in it.
  if (text === '{}' && mayBeEmpty) {
    return undefined;
  }
  // Requests of our own, which may be answered with nothing, are read by schemas of their own.
  return oddnessOfText(text, { isRead, isList: isRead && !mayBeEmpty && namesCollection(url) });
}

function oddnessOfText(
  text: string,
  { isRead, isList }: { readonly isRead: boolean; readonly isList: boolean },
): string | undefined {
  if (text.startsWith('<')) {
    return 'a page of HTML or XML';
  }
  const body = parseJson(text);
  if (body === undefined) {
    return text.startsWith('{') ? 'JSON that is cut off or broken' : 'text that is not JSON';
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return `JSON that is not an object but ${kindOf(body)}`;
  }
  if (isRead && !hasKnownField(body)) {
    return 'JSON of something else';
  }
  return isList && !('value' in body && Array.isArray(body.value))
    ? 'a list without its entries'
    : wrongType(body);
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
