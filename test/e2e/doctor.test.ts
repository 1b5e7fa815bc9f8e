// `azbackup doctor` as a process: real certificates, a real proxy, an az on the path, files that were left behind.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { DoctorDocument } from '../../src/commands/doctor/result.js';
import { cleanPlace, runBin, runShell } from '../support/process/bin.js';
import { startServing, type ServedProcess } from '../support/process/served-sandbox.js';
import { sandboxFolder } from '../support/sandbox-folder.js';

const place = cleanPlace();
afterAll(() => place.remove());
const served: ServedProcess[] = [];
afterAll(() => Promise.all(served.map((each) => each.stop('SIGKILL'))));

function items(stdout: string): DoctorDocument['items'] {
  const document: DoctorDocument = JSON.parse(stdout);
  return document.items;
}

/** An az of our own, so that the test does not depend on the machine's. */
function installAz(release: string): void {
  const az = path.join(place.directory, 'bin', 'az');
  writeFileSync(az, `#!/bin/sh\necho '{"azure-cli": "${release}"}'\n`);
  chmodSync(az, 0o755);
}

describe('azbackup doctor', () => {
  it('reaches a served sandbox as it would Azure, and names who issued a certificate that is not trusted', async () => {
    installAz('2.91.0');
    const directory = sandboxFolder(place.directory, 'doctor');
    const server = await startServing(place, ['--sandbox-dir', directory]);
    served.push(server);
    const prepare = `eval "$(azbackup sandbox env --shell bash --sandbox-dir '${directory}')"`;
    const well = await runShell(place, `${prepare}\nazbackup doctor -o json`);
    const found = items(well.stdout);
    // The world of the folder is of another day than this machine.
    expect(found.filter(({ status }) => status === 'fail').map(({ id }) => id)).toEqual([
      'network.clock',
    ]);
    expect(well).toMatchObject({ code: 5, stderr: '' });
    const { host } = new URL(server.proxy);
    expect(found.find(({ id }) => id === 'network.host:management.azure.com')).toMatchObject({
      status: 'ok',
      summary: `management.azure.com answers by the proxy ${host}`,
    });

    const untrusting = `${prepare}\nunset NODE_EXTRA_CA_CERTS\nazbackup doctor --category network -o json || echo "exit $?"`;
    const { stdout } = await runShell(place, untrusting);
    const [document = '', exit] = stdout.split('exit ');
    expect(exit).toBe('5\n');
    const refused = items(document).find(({ id }) => id === 'network.host:management.azure.com');
    expect(refused?.summary).toMatch(/not trusted: it was issued by .*sandbox/iu);
    expect(refused?.fix).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('finds what is wrong without any network: az, config, the lock and the server of a sandbox', async () => {
    installAz('2.45.0');
    const directory = sandboxFolder(place.directory, 'left-behind');
    mkdirSync(directory, { recursive: true });
    await runBin(place, ['sandbox', 'show', '-q', '--sandbox-dir', directory]);
    writeFileSync(
      path.join(directory, 'server.json'),
      JSON.stringify({ pid: 2 ** 22 + 1, address: 'http://127.0.0.1:9' }),
    );
    writeFileSync(path.join(place.directory, '.azbackup.json'), '{"valt": "rsv"}');
    const args = ['doctor', '--timeout', '3s', '-o', 'json', '--category', 'local,network,sandbox'];
    const { code, stdout, stderr } = await runBin(place, [...args, '--sandbox-dir', directory]);
    expect({ code, stderr }).toEqual({ code: 5, stderr: '' });
    const statuses = Object.fromEntries(items(stdout).map(({ id, status }) => [id, status]));
    expect(statuses).toEqual({
      'local.node': 'ok',
      'local.config': 'fail',
      'local.az': 'warn',
      'network.hosts': 'skipped',
      'sandbox.world': 'ok',
      'sandbox.lock': 'ok',
      'sandbox.server': 'fail',
    });
  });

  it('with a proxy that is not there says so for each host, and does not hang', async () => {
    const env = { HTTPS_PROXY: 'http://user:geheim@127.0.0.1:9' };
    const args = ['doctor', '--timeout', '5s', '--category', 'network'];
    const { code, stdout, stderr } = await runBin(place, args, { env });
    expect(code).toBe(5);
    expect(stdout).toContain('management.azure.com cannot be reached by the proxy');
    expect(stdout).toContain('127.0.0.1:9');
    expect(stdout + stderr).not.toContain('geheim');
  });
});
