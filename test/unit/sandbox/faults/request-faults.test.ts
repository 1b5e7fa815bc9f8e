import { describe, expect, it } from 'vitest';
import {
  faultFor,
  faultsSchema,
  type Fault,
} from '../../../../src/sandbox/faults/request-faults.js';
import { injectFault } from '../../../../src/sandbox/faults/inject-faults.js';

const vault =
  'https://management.azure.com/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v';
const item = `${vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer%3Biaasvmcontainerv2%3Brg%3Bvm/protectedItems/VM%3Biaasvmcontainerv2%3Brg%3Bvm`;
const status = { kind: 'status', status: 503 } as const;

const applies = (match: string, method: string, url: string): boolean =>
  faultFor([{ match, then: status }], { method, url }) !== undefined;

describe('what a fault matches', () => {
  it.each([
    ['PUT …/protectedItems/*', 'PUT', `${item}?api-version=2023-06-01`, true],
    ['PUT …/protectedItems/*', 'GET', item, false],
    ['* …/protectedItems/*', 'GET', item, true],
    ['PUT **/protecteditems/*', 'PUT', item, true],
    ['PUT …/protectedItems/*', 'PUT', `${item}/backup`, false],
    ['put …/vm;iaasvmcontainerv2;rg;*', 'PUT', item, true],
    ['GET management.azure.com/subscriptions/*', 'GET', vault, false],
    ['GET management.azure.com/subscriptions/**', 'GET', vault, true],
    ['GET *.vault.azure.net/secrets/*', 'GET', 'https://kv.vault.azure.net/secrets/a', true],
    ['GET kv-vault.azure.net/…', 'GET', 'https://kv.vault.azure.net/secrets/a', false],
    ['GET …/100%', 'GET', 'https://graph.microsoft.com/100%', true],
  ])('%s, asked about %s %s: %s', (match, method, url, expected) => {
    expect(applies(match, method, url)).toBe(expected);
  });
});

describe('when a fault is injected', () => {
  const pattern = (fault: Omit<Fault, 'match' | 'then'>): string => {
    const faults: Fault[] = [{ match: 'GET …', then: status, ...fault }];
    const target = { method: 'GET', url: vault };
    return Array.from({ length: 6 }, () => (faultFor(faults, target) ? 'x' : '.')).join('');
  };

  it.each([
    [{}, 'xxxxxx'],
    [{ times: 2 }, 'xx....'],
    [{ nth: 3 }, '..x...'],
    [{ nth: 2, times: 3 }, '.xxx..'],
    [{ nth: 8, seen: 5 }, '..x...'],
  ])('%j', (fault, expected) => {
    expect(pattern(fault)).toBe(expected);
  });

  it('is the first one that applies, and the others count on', () => {
    const faults: Fault[] = [
      { match: 'GET …', nth: 2, then: { kind: 'reset' } },
      { match: 'GET …', nth: 2, times: 2, then: status },
    ];
    const kinds = Array.from(
      { length: 4 },
      () => faultFor(faults, { method: 'GET', url: vault })?.kind,
    );
    expect(kinds).toEqual([undefined, 'reset', 'status', undefined]);
  });
});

describe('what a fault does', () => {
  const calls: string[] = [];
  const answer = (): Promise<Response> => {
    calls.push('answered');
    return Promise.resolve(Response.json({ value: [1, 2, 3] }));
  };
  const ask = async (then: Fault['then'], signal?: AbortSignal): Promise<Response> => {
    calls.length = 0;
    const delay = (seconds: number): void => {
      calls.push(`passed ${seconds}`);
    };
    const request = new Request(vault, signal === undefined ? {} : { signal });
    return await injectFault(then, request, { fetch: answer, delay });
  };

  it('answers with a status in place of the operation', async () => {
    const response = await ask({ kind: 'status', status: 429, retryAfterSeconds: 7 });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.json()).toMatchObject({ error: { code: 'TooManyRequests' } });
    expect(calls).toEqual([]);
  });

  it('answers with the code and message that it was told', async () => {
    const told = { code: 'Busy', message: 'Later.' };
    const response = await ask({ kind: 'status', status: 409, ...told });
    expect(await response.json()).toEqual({ error: told });
  });

  it('resets the connection before the request is carried out', async () => {
    await expect(ask({ kind: 'reset' })).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(calls).toEqual([]);
  });

  it('resets the connection after the request was carried out', async () => {
    const reset = ask({ kind: 'reset', afterwards: true });
    await expect(reset).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(calls).toEqual(['answered']);
  });

  it('hangs until the caller gives up', async () => {
    const controller = new AbortController();
    const hanging = ask({ kind: 'hang' }, controller.signal);
    controller.abort(new Error('enough'));
    await expect(hanging).rejects.toThrow('enough');
  });

  it('does not even begin for a caller who has given up', async () => {
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(ask({ kind: 'hang' }, gone)).rejects.toThrow('gone');
  });

  it('breaks off in the middle of the answer', async () => {
    const response = await ask({ kind: 'truncate' });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('answers with JSON that does not parse', async () => {
    const response = await ask({ kind: 'malformed' });
    await expect(response.json()).rejects.toThrow(SyntaxError);
  });

  it('lets virtual time pass before it answers', async () => {
    expect((await ask({ kind: 'slow', seconds: 90 })).status).toBe(200);
    expect(calls).toEqual(['passed 90', 'answered']);
  });
});

describe('faults as data', () => {
  it('are refused when they are misspelt', () => {
    expect(faultsSchema.safeParse([{ match: 'GET', then: status }]).success).toBe(false);
    expect(faultsSchema.safeParse([{ match: 'GET …', then: { kind: 'boom' } }]).success).toBe(
      false,
    );
    expect(faultsSchema.safeParse([{ match: 'GET …', nht: 2, then: status }]).success).toBe(false);
  });
});
