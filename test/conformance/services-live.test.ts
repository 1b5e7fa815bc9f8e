// One contract, two targets: what the services promise holds on the sandbox and on a real subscription
// alike. The sandbox is always tried. A real subscription is tried when AZBACKUP_LIVE=1 asks for it and
// AZURE_SUBSCRIPTION_ID, AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET are set, and is only
// read from unless AZBACKUP_LIVE_WRITE names a resource group to make things in. What it lacks, or
// forbids, is skipped with its reason; on the sandbox nothing may be.
import { describe, expect, it } from 'vitest';
import { AzbackupError } from '../../src/errors/azbackup-error.js';
import {
  NOBODY,
  READING,
  WRITING,
  type ContractCase,
  type Stage,
} from '../support/contract/contract-cases.js';
import {
  contractTargets,
  type ContractSubject,
  type ContractTarget,
} from '../support/contract/contract-targets.js';

describe.each(contractTargets(process.env).map((target) => [target.name, target] as const))(
  'the services, on %s',
  (_name, target) => {
    // Only where credentials were given and asked to be used; the title says what is not set.
    describe.skipIf(target.skipped !== undefined)(`read${inBrackets(target.skipped)}`, () => {
      it.for(titled(READING))('%s', async ([, each], { skip }) => {
        expect.hasAssertions();
        await tried(each, target, skip);
      });
    });

    const unwritten = target.skipped ?? target.readOnly;
    // Only where a resource group was named for it; the title says what is missing.
    describe.skipIf(unwritten !== undefined)(`changed${inBrackets(unwritten)}`, () => {
      it.for(titled(WRITING))('%s', { timeout: 300_000 }, async ([, each], { skip }) => {
        expect.hasAssertions();
        await tried(each, target, skip);
      });
    });
  },
);

describe('the targets', () => {
  const signIn = {
    AZURE_SUBSCRIPTION_ID: NOBODY,
    AZURE_TENANT_ID: NOBODY,
    AZURE_CLIENT_ID: NOBODY,
    AZURE_CLIENT_SECRET: 'not-a-real-secret',
  };
  it.each([
    ['nothing is given', {}, /AZBACKUP_LIVE, AZURE_SUBSCRIPTION_ID.*AZURE_CLIENT_SECRET/u],
    ['credentials alone', signIn, /^not set: AZBACKUP_LIVE$/u],
    ['no secret', { ...signIn, AZBACKUP_LIVE: '1', AZURE_CLIENT_SECRET: '' }, /CLIENT_SECRET$/u],
  ])('leave a real subscription alone where %s', (_what, environment, reason) => {
    const [sandbox, live] = contractTargets(environment);
    expect(sandbox?.skipped).toBeUndefined();
    expect(live?.skipped).toMatch(reason);
  });

  it('change nothing on a real subscription until a group is named', () => {
    const [, reading] = contractTargets({ ...signIn, AZBACKUP_LIVE: '1' });
    expect([reading?.skipped, reading?.readOnly]).toEqual([
      undefined,
      expect.stringContaining('AZBACKUP_LIVE_WRITE'),
    ]);
    expect(reading?.open().writableGroup).toBeUndefined();
    const [, writing] = contractTargets({
      ...signIn,
      AZBACKUP_LIVE: '1',
      AZBACKUP_LIVE_WRITE: 'rg-contract',
    });
    expect([writing?.readOnly, writing?.open().writableGroup]).toEqual([undefined, 'rg-contract']);
  });
});

/** A sign-in that fails is none of them: then nothing would have been tried. */
const REFUSALS = new Set(['AZB_NOT_ALLOWED', 'AZB_KEY_VAULT_FIREWALL']);

type Skip = (note: string) => never;

function inBrackets(reason: string | undefined): string {
  return reason === undefined ? '' : ` (${reason})`;
}

function titled(
  cases: readonly ContractCase[],
): readonly (readonly [what: string, each: ContractCase])[] {
  return cases.map((each) => [each.what, each]);
}

async function tried({ holds }: ContractCase, target: ContractTarget, skip: Skip): Promise<void> {
  const subject = target.open();
  if (subject.complete) {
    await holds(strict(subject));
    return;
  }
  try {
    await holds(lenient(subject, skip));
  } catch (error) {
    if (error instanceof AzbackupError && REFUSALS.has(error.fields.code)) {
      skip(`not allowed: ${error.message}`);
    }
    throw error;
  }
}

function strict(subject: ContractSubject): Stage {
  return {
    ...subject,
    need: (found, what) => {
      if (found === undefined) {
        throw new Error(`the sandbox has no ${what}`);
      }
      return found;
    },
  };
}

function lenient(subject: ContractSubject, skip: Skip): Stage {
  return { ...subject, need: (found, what) => found ?? skip(`there is no ${what}`) };
}
