// The file that `npm pack` makes, installed with each Node that is at hand in a folder that has nothing else.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { installedNodes } from '../../bench/start-up.js';
import { explained } from '../support/process/bin.js';
import { emptyPlace, tourWith } from './empty-place.js';

/** The lines that are supported; more may be at hand. */
const LINES = ['20', '22', '24'];

const nodes = new Map<string, string>(
  installedNodes('.').map((file) => [
    execFileSync(file, ['--version'], { encoding: 'utf8' }).slice(1, 3),
    path.resolve(file),
  ]),
);

const folder = mkdtempSync(path.join(tmpdir(), 'azbackup-tarball-'));
const tarball = path.join(folder, `azbackup-${packageJson.version}.tgz`);
const npm = execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim();

/** How npm reaches its registry from here, which is no part of the place: settings, proxies, certificates. */
const WAY_TO_REGISTRY = {
  ...Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value !== undefined && /^(?:NODE_EXTRA_CA_CERTS|(?:https?|no)_proxy)$/iu.test(name)
        ? [[name, value]]
        : [],
    ),
  ),
  ...Object.fromEntries(
    ['userconfig', 'cache', 'registry'].map((name) => [
      `npm_config_${name}`,
      execFileSync('npm', ['config', 'get', name], { encoding: 'utf8' }).trim(),
    ]),
  ),
};

describe('the tarball', () => {
  beforeAll(() => {
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe.each(LINES)('with Node %s and nothing else', (line) => {
    const node = nodes.get(line) ?? '';
    // npm starts the scripts of lmdb with a shell.
    const place = emptyPlace({ ...(node === '' ? {} : { node }), sh: '/bin/sh' });
    afterAll(() => place.remove());

    // The Node of that line is not on this machine: bench/start-up.js says where others are looked for.
    it.skipIf(node === '')('is installed and runs the tour', () => {
      const cli = path.join(npm, 'npm', 'bin', 'npm-cli.js');
      const words = ['install', '--no-audit', '--no-fund', tarball];
      const install = place.run([node, cli, ...words], WAY_TO_REGISTRY);
      expect(explained(install.code, 0, install.said)).toBe(0);
      const installed = path.join(place.directory, 'node_modules', '.bin', 'azbackup');
      const version = place.run([installed, 'version', '-o', 'json']);
      expect(JSON.parse(version.said)).toMatchObject({
        summary: { node: expect.stringMatching(new RegExp(`^${line}\\.`, 'u')) },
      });
      const tour = tourWith(place, installed);
      expect(explained(tour.code, 0, tour.said)).toBe(0);
      expect(tour.said).toContain('VM001 is protected by rsv-prod');
    });
  });
});
