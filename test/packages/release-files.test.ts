// What stands beside the packages of a release: the bill of materials, the checksums, and the workflow that makes them.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };

const folder = mkdtempSync(path.join(tmpdir(), 'azbackup-release-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bomSchema = z.object({
  components: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      purl: z.string(),
      hashes: z.array(z.object({ content: z.string().regex(/^[\da-f]{128}$/u) })).length(1),
      licenses: z.array(z.unknown()).min(1),
    }),
  ),
});

function schemaNamed(name: string): object {
  // The package gives its schemas to itself only.
  const own = createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json');
  const file = path.join(path.dirname(own), 'res/schema', `${name}.SNAPSHOT.schema.json`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

describe('the files of a release', () => {
  const write = (): string =>
    execFileSync(process.execPath, ['tools/release/write-release-files.js', '--folder', folder], {
      encoding: 'utf8',
    });
  const bomFile = path.join(folder, `azbackup-${packageJson.version}.cdx.json`);
  const text = (): string => readFileSync(bomFile, 'utf8');
  beforeAll(() => {
    writeFileSync(path.join(folder, 'a package.tgz'), 'content');
    write();
  });

  it('have a bill of materials that is valid CycloneDX 1.6', () => {
    // Formats, such as that of an address, are not part of what Ajv brings.
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addSchema(schemaNamed('spdx'), 'http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json');
    ajv.addSchema(
      schemaNamed('jsf-0.82'),
      'http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json',
    );
    const isValid = ajv.compile(schemaNamed('bom-1.6'));
    isValid(JSON.parse(text()));
    expect(isValid.errors).toBe(null);
    expect(isValid({ ...JSON.parse(text()), components: [{ type: 'library' }] })).toBe(false);
  });

  it('name every package of the notices, and lmdb, which is beside the bundle', () => {
    const { components } = bomSchema.parse(JSON.parse(text()));
    const named = components.map(({ name, version }) => `${name} ${version}`);
    const notices = readFileSync('dist/THIRD-PARTY-NOTICES.txt', 'utf8');
    const titles = [...notices.matchAll(/^-{80}\n(?<title>\S+ \S+)\n-{80}$/gmu)].map(
      ({ groups }) => groups?.['title'],
    );
    expect(titles.length).toBeGreaterThan(50);
    expect(named).toEqual(expect.arrayContaining(titles));
    expect(named).toContain(`lmdb ${packageJson.dependencies.lmdb}`);
    expect(new Set(named).size).toBe(named.length);
  });

  it('are the same when they are made again', () => {
    const before = text();
    write();
    expect(text()).toBe(before);
  });

  it('have checksums that sha256sum takes', () => {
    execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], {
      cwd: folder,
      stdio: 'ignore',
    });
    const sums = readFileSync(path.join(folder, 'SHA256SUMS'), 'utf8');
    expect(sums.trim().split('\n').length).toBe(2);
    expect(sums).toContain('  a package.tgz\n');
  });
});

describe('the release workflow', () => {
  const workflow = parse(readFileSync('.github/workflows/release.yml', 'utf8'));
  const commands: readonly string[] = Object.values(workflow.jobs).flatMap((job) =>
    z
      .object({ steps: z.array(z.object({ run: z.string().optional() })) })
      .parse(job)
      .steps.flatMap(({ run }) => run ?? []),
  );

  it('publishes with provenance, with no more rights than that needs', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(workflow.jobs.publish.permissions).toEqual({ contents: 'write', 'id-token': 'write' });
    expect(commands.filter((command) => /^npm publish .*--provenance/u.test(command))).toHaveLength(
      1,
    );
  });

  it('runs on no image that GitHub has retired, where a job would wait for ever', () => {
    const images: unknown[] = workflow.jobs.executable.strategy.matrix.include.map(
      ({ os }: { readonly os: unknown }) => os,
    );
    expect(images).toHaveLength(5);
    // actions/runner-images 13046: macOS 13 ended on 2025-12-04, Windows 2019 and Ubuntu 20.04 before it.
    expect(
      images.filter((image) => /^(?:macos-1[0-3]|windows-2019|ubuntu-20)/u.test(String(image))),
    ).toEqual([]);
  });

  it('calls only scripts that there are', () => {
    const scripts = commands.flatMap(
      (command) => /npm run --silent (?<name>[\w:-]+)/u.exec(command)?.groups?.['name'] ?? [],
    );
    expect(scripts).toContain('build:executable');
    expect(scripts.filter((name) => !Object.hasOwn(packageJson.scripts, name))).toEqual([]);
    const files = commands.flatMap(
      (command) =>
        /(?:^|node )(?<file>tools\/\S+|\.ci\/\S+)/u.exec(command)?.groups?.['file'] ?? [],
    );
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    expect(files).toContain('tools/tour.js');
  });
});
