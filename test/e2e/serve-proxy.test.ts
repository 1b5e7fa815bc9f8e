// azbackup as a client of a served sandbox: as against Azure, with a proxy in between. A longer tour: test/sweep/docs.
import { describe, expect, it } from 'vitest';
import { runShell } from '../support/process/bin.js';
import { servingPlace } from '../support/process/served-sandbox.js';

const { place, serve, folder } = servingPlace();

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
