// `azbackup version` and `azbackup login`, which ask nobody.
import { describe, expect, it } from 'vitest';
import packageJson from '../../../../package.json' with { type: 'json' };
import type { LoginDocument } from '../../../../src/commands/login/result.js';
import type { VersionDocument } from '../../../../src/commands/version/result.js';
import { runCli } from '../../../support/run-cli.js';

describe('azbackup version', () => {
  it('shows program, build, Node.js and platform', async () => {
    const { code, stdout, exchanges } = await runCli(['version'], { azure: true });
    expect({ code, exchanges }).toEqual({ code: 0, exchanges: [] });
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/u))).toEqual([
      ['azbackup', packageJson.version],
      ['build', '0123456789ab'],
      ['node', '24.0.0'],
      ['platform', 'linux x64'],
      [''],
    ]);
  });

  it('gives the same as JSON', async () => {
    const { summary, items } = (await runCli(['version', '-o', 'json'])).json<VersionDocument>();
    expect(summary.azbackup).toBe(packageJson.version);
    expect(Object.fromEntries(items.map(({ name, value }) => [name, value]))).toEqual(summary);
  });
});

describe('azbackup login', () => {
  it('leads to az login and its variants', async () => {
    const { code, stdout, exchanges } = await runCli(['login'], { azure: true });
    expect({ code, exchanges }).toEqual({ code: 0, exchanges: [] });
    expect(stdout).toMatch(/has no sign-in of its own.*\n\n {2}az login {3}/u);
    expect(stdout).toContain('az login --use-device-code');
    expect(stdout).toContain('azbackup help authentication');
  });

  it('names the cloud and the subscription that are set', async () => {
    const argv = 'login --cloud AzureChinaCloud --subscription prod -o json';
    const { items, summary } = (await runCli(argv.split(' '))).json<LoginDocument>();
    expect(items[0]?.command).toBe('az cloud set --name AzureChinaCloud');
    expect(items.at(-1)?.command).toBe('az account set --subscription prod');
    expect(summary.signedIn).toBe(false);
  });
});
