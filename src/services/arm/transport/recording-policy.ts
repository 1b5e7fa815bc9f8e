// Hands each exchange to whoever records it, as it went over the wire: innermost, so that nothing of ours has
// looked at the answer yet. Sign-in has no such policy.

import type { PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';

/** Writes exchanges down. Never fails: what cannot be written must not end the command. */
export interface ExchangeRecorder {
  /** Takes the place of an exchange that begins; the returned function is called with its end. */
  begin(): (exchange: RecordedExchange) => Promise<void>;
}

/** An exchange with all that it held. */
export interface RecordedExchange {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Undefined where there was none, or none that is text. */
  readonly requestBody: string | undefined;
  /** Undefined where none came. */
  readonly response:
    | {
        readonly status: number;
        readonly headers: Readonly<Record<string, string>>;
        /** Undefined where it was not read as a whole: the content of a blob. */
        readonly body: string | undefined;
      }
    | undefined;
}

/** The policy; goes around each attempt, as the last of all. */
export function recordingPolicy(recorder: ExchangeRecorder): PipelinePolicy {
  return {
    name: 'azbackupRecordingPolicy',
    sendRequest: async (request, next) => {
      const finish = recorder.begin();
      // What the request is now: the SDKs change it for the next attempt.
      const sent = described(request);
      try {
        const response = await next(request);
        await finish({ ...sent, response: answerOf(response) });
        return response;
      } catch (error) {
        await finish({ ...sent, response: undefined });
        throw error;
      }
    },
  };
}

function described({
  method,
  url,
  headers,
  body,
}: PipelineRequest): Omit<RecordedExchange, 'response'> {
  return {
    method,
    url,
    requestHeaders: headers.toJSON(),
    requestBody: typeof body === 'string' ? body : undefined,
  };
}

function answerOf(response: PipelineResponse): RecordedExchange['response'] {
  const { status, headers, bodyAsText, readableStreamBody } = response;
  return {
    status,
    headers: headers.toJSON(),
    body: readableStreamBody === undefined ? (bodyAsText ?? '') : undefined,
  };
}
