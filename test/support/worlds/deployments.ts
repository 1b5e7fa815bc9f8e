// Asking for deployments of templates, for tests of them.
import type { BackupSandbox, Json } from './backup-world.js';
import { tiny, type Answer } from './tiny-world.js';

const version = '2022-09-01';

/** A request below a deployment's own path. */
export async function ofDeployment(
  sandbox: BackupSandbox,
  method: string,
  below = '',
  body?: Json,
): Promise<Answer> {
  return await sandbox.call(method, `${deploymentId()}${below}`, body, version);
}

/** ARM id of a deployment, in the group of the tiny world unless told otherwise. */
export function deploymentId(group: string = tiny.group): string {
  return `${group}/providers/Microsoft.Resources/deployments/dep`;
}

/** Asks for a deployment; members of its properties besides the mode. */
export async function deploy(
  sandbox: BackupSandbox,
  properties: object,
  group?: string,
): Promise<Answer> {
  const body = { properties: { mode: 'Incremental', ...properties } };
  return await sandbox.call('PUT', deploymentId(group), body, version);
}

/** The deployment as it is shown. */
export async function shownDeployment(sandbox: BackupSandbox, group?: string): Promise<Json> {
  return (await sandbox.call('GET', deploymentId(group), undefined, version)).body;
}

/** A template of resources. */
export function template(resources: readonly Json[], more: object = {}): Json {
  const $schema = 'https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#';
  return { $schema, contentVersion: '1.0.0.0', resources, ...more };
}
