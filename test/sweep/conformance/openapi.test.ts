// Everything that the commands send and the sandbox answers is held to Microsoft's own descriptions, by
// Microsoft's own validator; so is everything that the recordings make the sandbox answer.
import { beforeAll, describe, expect, it } from 'vitest';
import { haveRecordings } from '../../support/recordings.js';
import { defaultWorld } from '../../support/run-cli.js';
import { cliTraffic } from '../../support/conformance/cli-traffic.js';
import { openApiExceptions, undescribed } from '../../support/conformance/openapi-exceptions.js';
import {
  haveOpenApi,
  loadOpenApiValidator,
  type OpenApiValidator,
} from '../../support/conformance/openapi-validator.js';
import {
  explained,
  evaluateChecks,
  undescribedAddresses,
  unneeded,
  unreviewed,
  type Judged,
} from '../../support/conformance/openapi-verdicts.js';
import type { SentExchange } from '../../../src/sandbox/recorded/replay.js';
import { replayRecordings } from '../../support/conformance/replayed-recordings.js';

const WHERE = haveOpenApi ? '' : ' (skipped: there are no descriptions beside the repository)';

const ALL_MACHINES = Array.from({ length: 16 }, (_, index) => [
  '--vm',
  `VM${String(index + 1).padStart(3, '0')}`,
]).flat();

/** Each on a world of its own. */
const COMMANDS: readonly (readonly string[])[] = [
  ['preflight', ...ALL_MACHINES],
  ['status', ...ALL_MACHINES],
  ['status', '--vault', 'rsv-prod'],
  ['backup-now', '--vm', 'VM005', '--vm', 'VM016', '--skip-preflight'],
  ['jobs', 'list', '--since', '7d', '--until', '1d', '--status', 'failed'],
  ['jobs', 'watch', '--vault', 'rsv-prod'],
  ['recovery-points', 'list', '--vault', 'rsv-prod', '--since', '30d'],
  ['recovery-points', 'show', 'latest', '--vm', 'VM005'],
  ['audit-keys', '--vault', 'rsv-prod'],
  ['restore', '--vm', 'VM005', '--to', 'vm', '--name', 'N', '--vnet', 'vnet-prod'],
  ['restore', '--vm', 'VM014'],
  ['restore-keys', '--vm', 'VM014'],
  ['grant-access', ...ALL_MACHINES, '--yes'],
  ['grant-access', ...ALL_MACHINES, '--revoke', '--yes'],
  ['grant-access', '--vm', 'VM001', '--scope', 'object', '--yes'],
  ['grant-access', '--vm', 'VM001', '--role', 'administrator', '--yes'],
  ['enable', ...ALL_MACHINES, '--grant', '--yes'],
  ['enable', '--vm', 'VM003', '--create-vault', 'rsv-new', '--yes'],
  ['enable', '--vm', 'VM013', '--policy', 'EnhancedPolicy', '--yes'],
  ['disable', '--vm', 'VM010'],
  ['disable', '--vm', 'VM010', '--delete-data', '--confirm', 'VM010'],
  ['resume', '--vm', 'VM010', '--policy', 'DefaultPolicy'],
  ['undelete', '--vm', 'VM011', '--resume', '--policy', 'daily-90-days'],
  ['vault', 'list'],
  ['vault', 'show', 'rsv-prod'],
  ['vault', 'create', 'rsv-new', '-g', 'rg-prod', '--redundancy', 'grs', '--cross-region-restore'],
  ['vault', 'create', 'rsv-prod', '--soft-delete-days', '30'],
  ['policy', 'list'],
  ['policy', 'show', 'DefaultPolicy', '--vault', 'rsv-prod'],
  ['policy', 'create', 'often', '--every', '6h', '--vault', 'rsv-prod'],
  ['policy', 'update', 'daily-90-days', '--daily', '20:00', '--vault', 'rsv-prod'],
  ['policy', 'delete', 'DefaultPolicy', '--vault', 'rsv-prod', '--yes'],
];

// Without what is compared with, nothing can be said; the title of the skipped test says so.
describe.skipIf(!haveOpenApi)(`traffic against Microsoft's descriptions${WHERE}`, () => {
  let validator: OpenApiValidator;
  const all: Judged[] = [];

  async function evaluated(exchanges: readonly SentExchange[]): Promise<readonly Judged[]> {
    const verdicts = await evaluateChecks(validator, exchanges);
    all.push(...verdicts);
    return verdicts;
  }

  beforeAll(async () => {
    validator = await loadOpenApiValidator();
  });

  it.each(COMMANDS)('agrees in azbackup %s %s %s %s %s', async (...argv) => {
    const world = defaultWorld(argv[0] === 'restore-keys' ? 'copies' : undefined);
    const { exchanges } = await cliTraffic(argv, { world });
    expect(exchanges.filter(({ status }) => status === 501)).toEqual([]);
    const verdicts = await evaluated(exchanges);
    expect(unreviewed(verdicts, openApiExceptions)).toEqual([]);
    expect(verdicts.filter(({ operation }) => operation !== undefined)).not.toEqual([]);
  });

  // Without what is compared with, nothing can be said; the title of the skipped test says so.
  it.skipIf(!haveRecordings)('agrees in the answers to recorded requests', async () => {
    const replayed = await replayRecordings();
    const sent = replayed.map((exchange) => exchange.sent).filter((found) => found !== undefined);
    expect(unreviewed(await evaluated(sent), openApiExceptions)).toEqual([]);
  });

  it('finds a description for all but what is known to have none', () => {
    expect(explained(undescribedAddresses(all), undescribed)).toEqual({
      unexplained: [],
      unused: [],
    });
  });

  // Without what is compared with, nothing can be said; the title of the skipped test says so.
  it.skipIf(!haveRecordings)('needs every exception', () => {
    expect(unneeded(all, openApiExceptions)).toEqual([]);
  });

  it.each([
    ['a member of another type', { properties: { protectedItemsCount: 'none' } }, 'INVALID_TYPE'],
    ['an unknown member', { unheardOf: true }, 'OBJECT_ADDITIONAL_PROPERTIES'],
    ['another casing', { properties: { policyType: 'v1' } }, 'ENUM_CASE_MISMATCH'],
  ])('would see %s', async (_what, change, code) => {
    const { exchanges } = await cliTraffic(['preflight', '--vm', 'VM003']);
    const policy = exchanges.find(({ url }) => /backupPolicies\/\w+\?/u.test(url));
    expect(policy?.status).toBe(200);
    if (policy === undefined) {
      return;
    }
    const { departures } = await validator.validate({
      ...policy,
      body: merged(policy.body, change),
    });
    expect(departures.map(({ what }) => what.split(' ')[0])).toContain(code);
  });
});

/** The body with some members of it and of its properties changed. */
function merged(body: unknown, change: object): unknown {
  const base = typeof body === 'object' && body !== null ? body : {};
  return { ...base, ...change, properties: { ...propertiesOf(base), ...propertiesOf(change) } };
}

function propertiesOf(value: object): object {
  const properties = 'properties' in value ? value.properties : undefined;
  return typeof properties === 'object' && properties !== null ? properties : {};
}
