// The executable of this platform where there is no Node: the tour, and the file that it has to write for native code.
// Its other behaviour: test/e2e with AZBACKUP_TEST_EXECUTABLE.
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { explained } from '../support/process/bin.js';
import { emptyPlace, tourWith, type EmptyPlace } from './empty-place.js';

const out = mkdtempSync(path.join(tmpdir(), 'azbackup-built-'));
let executable = '';

beforeAll(() => {
  const args = ['tools/release/build-executable.js', '--out', out];
  const said = execFileSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  executable = String(said).trim().split('\n').at(-1) ?? '';
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe('the executable, without any Node', () => {
  let place: EmptyPlace;
  beforeEach(() => {
    place = emptyPlace();
  });
  afterEach(() => place.remove());

  const kept = (): string => path.join(place.directory, '.cache', 'azbackup', 'native');
  const look = (
    ...args: readonly string[]
  ): { readonly code: number | null; readonly said: string } =>
    place.run([executable, 'status', '--vm', 'VM005', '-q', '-o', 'none', ...args]);

  it('has the version, and the build of dist/', () => {
    expect(place.run([executable, '--version'])).toEqual({
      code: 0,
      said: `${packageJson.version}\n`,
    });
    const built = execFileSync(process.execPath, ['bin/azbackup.js', 'version', '-o', 'json']);
    const { build } = JSON.parse(String(built)).summary;
    const version = place.run([executable, 'version', '-o', 'json']);
    expect(JSON.parse(version.said)).toMatchObject({ summary: { build } });
  });

  it('runs the tour', () => {
    const tour = tourWith(place, executable);
    expect(explained(tour.code, 0, tour.said)).toBe(0);
    expect(tour.said).toContain('VM001 is protected by rsv-prod');
  });

  it('keeps native code for its owner only, and replaces what was changed', () => {
    expect(look('--sandbox')).toEqual({ code: 0, said: '' });
    const [name = '', ...others] = readdirSync(kept());
    expect(name).toMatch(/^[\da-f]{16}-lmdb\.node$/u);
    expect(others).toEqual([]);
    expect(statSync(kept()).mode & 0o777).toBe(0o700);
    const file = path.join(kept(), name);
    const { size } = statSync(file);
    appendFileSync(file, 'planted');
    expect(look('--sandbox')).toEqual({ code: 0, said: '' });
    expect(statSync(file).size).toBe(size);
  });

  it('loads nothing from a folder that others may write, nor without a home', () => {
    expect(look('--sandbox').code).toBe(0);
    const [name = ''] = readdirSync(kept());
    rmSync(path.join(kept(), name));
    chmodSync(kept(), 0o777);
    const folder = path.join(place.directory, 'world');
    expect(look('--sandbox-dir', folder)).toEqual({ code: 0, said: '' });
    expect(readdirSync(kept())).toEqual([]);
    expect(readdirSync(place.directory).filter((each) => each.startsWith('azbackup-'))).toEqual([]);
  });

  it('takes no package that lies beside it, in the folder to which it was downloaded', () => {
    const beside = path.join(path.dirname(executable), 'node_modules', 'planted');
    mkdirSync(beside, { recursive: true });
    writeFileSync(path.join(beside, 'index.js'), "process.stderr.write('planted code runs')");
    // Asks for it as a package in the bundle would that can do without; none does at present.
    const asking = path.join(place.directory, 'asking.cjs');
    const ask =
      "require('node:module').createRequire(process.execPath + '/dist/cli.js')('planted')";
    const lines = [
      'setTimeout(() => {',
      `try { ${ask} }`,
      'catch (error) { process.stderr.write(error.code) }',
      '}, 50)',
    ];
    writeFileSync(asking, lines.join('\n'));
    const words = [executable, 'status', '--vm', 'VM005', '--sandbox', '-q', '-o', 'none'];
    const { code, said } = place.run(words, { NODE_OPTIONS: `--require=${asking}` });
    rmSync(path.dirname(beside), { recursive: true });
    expect({ code, said }).toEqual({ code: 0, said: 'MODULE_NOT_FOUND' });
  });
});
