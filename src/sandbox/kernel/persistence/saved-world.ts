// Worlds as text: what every file that holds one must look like.

import { z } from 'zod';
import { worldStateSchema, type WorldState } from '../state.js';

/**
 * What helps: a new world in its place; another folder, as the place is somebody else's; or the program installed
 * anew, as a part of it is missing.
 */
export type StateRemedy = 'new-world' | 'other-folder' | 'installation';

/** A file holds no world; the message names the file and says what is wrong with it. */
export class StateFileError extends Error {
  readonly remedy: StateRemedy;
  override readonly name = 'StateFileError';
  readonly path: string;
  constructor(
    path: string,
    reason: string,
    { remedy = 'new-world', ...options }: ErrorOptions & { readonly remedy?: StateRemedy } = {},
  ) {
    super(`${path} cannot be used: ${reason}`, options);
    this.path = path;
    this.remedy = remedy;
  }
}

/** The world that a text describes. Throws StateFileError; `path` is only for its message. */
export function parseWorld(path: string, text: string): WorldState {
  const json = parseJson(path, text);
  const parsed = worldStateSchema.safeParse(json);
  if (!parsed.success) {
    throw new StateFileError(path, whatIsWrong(json, parsed.error), { cause: parsed.error });
  }
  return parsed.data;
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StateFileError(path, 'it is not JSON', { cause: error });
  }
}

/** What is wrong with the JSON of a world, for people. */
export function whatIsWrong(json: unknown, error: z.ZodError): string {
  const format = z.object({ format: z.unknown() }).safeParse(json);
  if (format.success && format.data.format !== 1) {
    return `it has format ${JSON.stringify(format.data.format)}, this version reads format 1`;
  }
  return z.prettifyError(error);
}
