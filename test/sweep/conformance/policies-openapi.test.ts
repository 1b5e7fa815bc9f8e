// No policy that azbackup would send is one that Microsoft's description of the request refuses.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { termsToJson } from '../../../src/commands/policy/report.js';
import { randomTerms } from '../../support/random-policies.js';
import { cliTraffic } from '../../support/conformance/cli-traffic.js';
import {
  haveOpenApi,
  loadOpenApiValidator,
  type OpenApiValidator,
} from '../../support/conformance/openapi-validator.js';
import { defaultWorld } from '../../support/run-cli.js';

const WHERE = haveOpenApi ? '' : ' (skipped: there are no descriptions beside the repository)';

// The description is of 2023-06-01; consistency came to policies with a later version.
const describedTerms = randomTerms.filter(
  ({ snapshotConsistency }) => snapshotConsistency === undefined,
);

// Without what is compared with, nothing can be said; the title of the skipped test says so.
describe.skipIf(!haveOpenApi)(`policies against Microsoft's descriptions${WHERE}`, () => {
  let validator: OpenApiValidator;
  beforeAll(async () => {
    validator = await loadOpenApiValidator();
  });

  it('agree, in what is sent and in what the sandbox answers', async () => {
    await fc.assert(
      fc.asyncProperty(describedTerms, async (terms) => {
        const { code, exchanges } = await cliTraffic(
          ['policy', 'create', 'made', '--vault', 'rsv-prod', '--file', '-'],
          { world: defaultWorld(), stdin: JSON.stringify(termsToJson(terms)) },
        );
        expect(code).toBe(0);
        const puts = exchanges.filter(({ method }) => method === 'PUT');
        expect(puts.map(({ status }) => status)).toEqual([200]);
        for (const put of puts) {
          const { operation, departures } = await validator.validate(put);
          expect(operation).toBe('ProtectionPolicies_CreateOrUpdate');
          expect(departures).toEqual([]);
        }
      }),
      { numRuns: 8 },
    );
  });
});
