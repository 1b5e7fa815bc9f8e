// azbackup as a client of a served sandbox: as against Azure, with a proxy in between. A longer tour: test/sweep/docs.
import { afterAll, describe, expect, it } from 'vitest';
import { cleanPlace, runShell } from '../support/process/bin.js';
import { sandboxFolder } from '../support/sandbox-folder.js';
import { startServing, type ServedProcess } from '../support/process/served-sandbox.js';

const place = cleanPlace();
afterAll(() => place.remove());

const served: ServedProcess[] = [];
afterAll(async () => {
  await Promise.all(served.map((each) => each.stop('SIGKILL')));
});

async function serve(...args: readonly string[]): Promise<ServedProcess> {
  const server = await startServing(place, args);
  served.push(server);
  return server;
}

function folder(name: string): string {
  return sandboxFolder(place.directory, name);
}

describe('azbackup through the proxy, without --sandbox', () => {
  it('looks and changes, prepared by what a shell evaluates', async () => {
    const directory = folder('shell');
    const server = await serve('--sandbox-dir', directory);
    const script = [
      `NO_PROXY='*'`,
      `eval "$(azbackup sandbox env --shell bash --sandbox-dir '${directory}')"`,
      'azbackup status --vm VM005 -o tsv --query "items[].outcome"',
      'azbackup grant-access --vm VM002 --quiet -o tsv --query "items[].outcome"',
      'echo "$HTTPS_PROXY ${NO_PROXY-cleared}"',
    ].join('\n');
    const { code, stdout, stderr } = await runShell(place, script);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: `protected\ngranted\n${server.proxy} cleared\n`,
      stderr: '',
    });
  });
});
