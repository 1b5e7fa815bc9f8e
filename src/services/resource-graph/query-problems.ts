// What Azure Resource Graph finds wrong with a query: its details, each a code and often a place.

import { z } from 'zod';
import { parseJson } from '../../domain/parse-json.js';

const failedSchema = z.object({
  response: z.object({ bodyAsText: z.string().nullish() }),
});

const bodySchema = z.object({
  error: z.object({
    details: z.array(
      z.object({
        code: z.string(),
        message: z.string().nullish(),
        line: z.number().nullish(),
        characterPositionInLine: z.number().nullish(),
        token: z.string().nullish(),
      }),
    ),
  }),
});

type Detail = z.infer<typeof bodySchema>['error']['details'][number];

/** The details of a refusal of a query, one line each; the first code is what the refusal is called. */
export function queryProblems(error: unknown): {
  readonly code?: string;
  readonly problems: readonly string[];
} {
  const failed = failedSchema.safeParse(error);
  const body = bodySchema.safeParse(parseJson(failed.data?.response.bodyAsText ?? ''));
  const details = body.data?.error.details ?? [];
  const [first] = details;
  return {
    ...(first === undefined ? {} : { code: first.code }),
    problems: details.map((detail) => problemOf(detail)),
  };
}

/** Azure puts the name of the code where others have a sentence. */
function problemOf({ code, message, line, characterPositionInLine, token }: Detail): string {
  const hasPlace = typeof line === 'number' && line > 0;
  const place = hasPlace ? `line ${line}, character ${characterPositionInLine ?? 0}: ` : '';
  const at = token === undefined || token === null || token === '' ? '' : ` at '${token}'`;
  const what = message === undefined || message === null || message === code ? code : message;
  return `${place}${what}${at}`;
}
