// A request to the sandbox, sent as an SDK would, against the description of the operation that it should be.

import type { BackupSandbox, Json } from '../worlds/backup-world.js';
import type { OpenApiValidator } from './openapi-validator.js';

/** The version of a request that names none. */
export const USUAL_VERSION = '2026-03-01';

/** A request, with the operation and the status that it should have. */
export interface DescribedRequest {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly version?: string;
}

/** What came of a request: its status, the operation that the descriptions know it as, and what departs from them. */
export interface Compared {
  readonly status: number;
  readonly operation: string | undefined;
  readonly departures: readonly unknown[];
}

/** Sends it, lets what it begins come to its end, and holds both sides against the description. */
export async function comparedWithDescription(
  validator: OpenApiValidator,
  sandbox: BackupSandbox,
  { method, path, version = USUAL_VERSION }: DescribedRequest,
  requestBody: Json,
): Promise<Compared> {
  const { status, headers, body }: Json = await sandbox.call(method, path, requestBody, version);
  sandbox.pass(120);
  const { operation, departures } = await validator.validate({
    method,
    url: `https://management.azure.com${path}?api-version=${version}`,
    requestBody,
    status,
    headers: Object.fromEntries(headers),
    body,
  });
  return { status, operation, departures };
}
