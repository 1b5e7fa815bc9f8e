// Roles and principals that were just made reach the parts of Azure one after the other.

import { describe, expect, it } from 'vitest';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli, type RunOptions } from '../../support/run-cli.js';
import { backupAssignments } from '../support/contoso.js';
import { enable, grantAccess } from './only-item.js';

function refusal(status: number, code: string): Response {
  return Response.json({ error: { code, message: 'not here yet' } }, { status });
}

/** Answers requests of a kind with a refusal for so many times. */
function refusing(
  times: number,
  refused: (request: Request) => boolean,
  answerWith: () => Response,
): Required<Pick<RunOptions, 'around'>>['around'] {
  let left = times;
  return (request, answer) => {
    if (left > 0 && refused(request)) {
      left -= 1;
      return Promise.resolve(answerWith());
    }
    return answer();
  };
}

const assigning = ({ method, url }: Request): boolean =>
  method === 'PUT' && url.includes('/roleAssignments/');

describe('a role or a principal that was just made', () => {
  it.each([
    ['RoleDefinitionDoesNotExist', 8],
    ['PrincipalNotFound', 3],
  ])('%s is asked again for two minutes', async (code, times) => {
    const world = defaultWorld();
    const around = refusing(times, assigning, () => refusal(400, code));
    const { run, item } = await grantAccess('--vm VM001', { world, around });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('granted');
    expect(backupAssignments(world, 'kv-prod-rbac')).toHaveLength(1);
  });

  it('is given up after two minutes, as a partial change', async () => {
    const world = defaultWorld();
    const begin = world.nowMilliseconds;
    const around = refusing(99, assigning, () => refusal(400, 'PrincipalNotFound'));
    const { run, item } = await grantAccess('--vm VM001', { world, around });
    expect(run.code).toBe(6);
    expect(item.error?.azureCode).toBe('PrincipalNotFound');
    const seconds = (world.nowMilliseconds - begin) / 1000;
    expect(seconds).toBeGreaterThan(100);
    expect(seconds).toBeLessThanOrEqual(130);
  });

  it('is waited for by enable --grant too', async () => {
    const around = refusing(4, assigning, () => refusal(400, 'RoleDefinitionDoesNotExist'));
    const { run, item } = await enable('--vm VM001 --grant', { around });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('enabled');
  });

  it('no other refusal is repeated', async () => {
    let sent = 0;
    const { run } = await grantAccess('--vm VM001', {
      around: (request, answer) => {
        sent += assigning(request) ? 1 : 0;
        return assigning(request)
          ? Promise.resolve(refusal(400, 'RequestDisallowedByPolicy'))
          : answer();
      },
    });
    expect(run.code).toBe(6);
    expect(sent).toBe(1);
  });
});

describe('the look at what was granted', () => {
  const listing = ({ method, url }: Request): boolean =>
    method === 'GET' && url.includes('/roleAssignments?');
  const definition = ({ method, url }: Request): boolean =>
    method === 'GET' && url.includes('/roleDefinitions/');

  /** Refuses only once something was assigned. */
  function afterwards(times: number, refused: typeof listing, answerWith: () => Response) {
    let assigned = false;
    return refusing(
      times,
      (request) => {
        assigned ||= assigning(request);
        return assigned && refused(request);
      },
      answerWith,
    );
  }

  it.each([
    ['a list that does not have it yet', listing, () => Response.json({ value: [] })],
    ['a 404 of its role', definition, () => refusal(404, 'RoleDefinitionDoesNotExist')],
  ])('is repeated after %s', async (_, refused, answerWith) => {
    const around = afterwards(6, refused, answerWith);
    const { run, item } = await grantAccess('--vm VM001', { around });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('granted');
  });

  it('ends as not effective when it stays so', async () => {
    const around = afterwards(999, listing, () => Response.json({ value: [] }));
    const { run, item } = await grantAccess('--vm VM001', { around });
    expect(run.code).toBe(7);
    expect(item.error?.code).toBe('AZB_GRANT_NOT_EFFECTIVE');
  });
});

describe('enable after grant-access, the order that azbackup prints', () => {
  /** As if the key vault heard of the newest assignment only so many seconds after it was made. */
  async function granted(seconds: number): Promise<WorldState> {
    const world = defaultWorld();
    expect((await grantAccess('--vm VM001', { world })).run.code).toBe(0);
    const [assignment] = backupAssignments(world, 'kv-prod-rbac');
    if (assignment === undefined) {
      throw new Error('nothing was granted');
    }
    assignment.effectiveMilliseconds = Date.parse(assignment.createdOn) + seconds * 1000;
    return world;
  }

  it('waits for up to ten minutes from when the grant was made, and says so', async () => {
    const world = await granted(540);
    const run = await runCli(['enable', '--vm', 'VM001'], { world });
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/up to ten minutes/u);
  });

  it('gives up where the grant is old enough', async () => {
    const world = await granted(3600);
    world.nowMilliseconds += 601_000;
    const before = world.nowMilliseconds;
    const { run, item } = await enable('--vm VM001', { world });
    expect(run.code).toBe(7);
    expect(item.error?.azureCode).toMatch(/KeyVaultPermissions/u);
    expect(world.nowMilliseconds - before).toBeLessThan(120_000);
  });

  it('counts from the grant and not from the start of the command', async () => {
    const world = await granted(3600);
    world.nowMilliseconds += 300_000;
    const before = world.nowMilliseconds;
    expect((await enable('--vm VM001', { world })).run.code).toBe(7);
    const seconds = (world.nowMilliseconds - before) / 1000;
    expect(seconds).toBeGreaterThan(200);
    expect(seconds).toBeLessThan(400);
  });
});
