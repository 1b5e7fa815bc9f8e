// Reads request bodies: JSON or a sign-in form, held to the operation's schema.

import type { z } from 'zod';
import { invalidRequestContent } from './arm-error.js';
import { notModelled } from './not-modelled.js';
import type { OperationResponse, SandboxOperation } from './operation.js';

/** The parsed body, or the response that refuses it. */
export type BodyReading = { readonly body: unknown } | { readonly refused: OperationResponse };

/** Parses a body for an operation; an empty one is `undefined`, and what the schema does not know is refused by name. */
export function readBody(
  operation: SandboxOperation,
  contentType: string | null,
  text: string,
): BodyReading {
  const parsed = parseBody(contentType, text);
  if ('refused' in parsed) {
    return parsed;
  }
  if (operation.body === undefined) {
    return parsed.body === undefined
      ? parsed
      : { refused: notModelled(`a request body for ${operation.id}`) };
  }
  const checked = operation.body.safeParse(parsed.body);
  return checked.success
    ? { body: checked.data }
    : { refused: notModelled(describeIssues(`this body of ${operation.id}`, checked.error)) };
}

function parseBody(contentType: string | null, text: string): BodyReading {
  if (text === '') {
    return { body: undefined };
  }
  if (contentType?.includes('x-www-form-urlencoded') === true) {
    return { body: Object.fromEntries(new URLSearchParams(text)) };
  }
  try {
    return { body: JSON.parse(text) };
  } catch (error) {
    return { refused: invalidRequestContent(error instanceof Error ? error.message : 'not JSON') };
  }
}

/** Names what a schema does not know of `what`, a noun phrase. */
export function describeIssues(what: string, error: z.ZodError): string {
  const issues = error.issues.map((issue) => describeIssue(issue));
  return `${what}: ${issues.join('; ')}`;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const where = issue.path.map((part) => String(part)).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `field '${[where, key].filter(Boolean).join('.')}'`).join(', ');
  }
  return `${where === '' ? 'the body' : `field '${where}'`} (${issue.message})`;
}
