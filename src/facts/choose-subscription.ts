// Finds the subscription a command works in: option, environment, az's default, the only one visible.

import { sameName } from '../domain/resource-id.js';
import { AzbackupError, usageError } from '../errors/azbackup-error.js';
import type { CommandContext } from '../commands/context.js';

const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/iu;

/**
 * The subscription's id.
 * @param requested id or name from `--subscription`
 * @param takes how many the command could take
 * @throws AzbackupError `AZB_SUBSCRIPTION_AMBIGUOUS` (2), `AZB_SUBSCRIPTION_NOT_FOUND` (3)
 */
export async function chooseSubscription(
  context: CommandContext,
  requested: string | undefined,
  takes: 'one' | 'several' = 'one',
): Promise<string> {
  const wanted = requested ?? (await context.defaultSubscription());
  if (wanted !== undefined && GUID.test(wanted)) {
    return wanted;
  }
  const visible = await (await context.services.subscriptions()).list();
  const lines = visible.map(({ id, name }) => `${id}  ${name}`);
  if (wanted !== undefined) {
    const named = visible.filter(({ name }) => sameName(name, wanted));
    const [only] = named;
    if (only !== undefined && named.length === 1) {
      return only.id;
    }
    throw notFound(wanted, lines);
  }
  const [only] = visible;
  if (only === undefined || visible.length > 1) {
    throw usageError('AZB_SUBSCRIPTION_AMBIGUOUS', 'no subscription given', {
      causes:
        visible.length === 0
          ? ['the signed-in identity has access to no subscription']
          : ['available subscriptions:', ...lines],
      fix: [
        'choose one: --subscription ID (or set AZBACKUP_SUBSCRIPTION)',
        ...(takes === 'several'
          ? ['or several: --subscription A --subscription B, or --management-group NAME']
          : []),
      ],
    });
  }
  return only.id;
}

function notFound(wanted: string, lines: readonly string[]): AzbackupError {
  return new AzbackupError({
    code: 'AZB_SUBSCRIPTION_NOT_FOUND',
    kind: 'not-found',
    message: `no subscription named ${wanted}`,
    target: wanted,
    causes: lines.length === 0 ? [] : ['available subscriptions:', ...lines],
    fix: ['choose one by id: --subscription ID'],
  });
}
