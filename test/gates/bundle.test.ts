// What a command loads before its own work begins, read from the bundle: chunks come from import() in the
// sources, and one import too many puts all of one command into the start of another.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { rolldown, type OutputChunk, type RolldownOutput } from 'rolldown';
import { loadConfig } from 'rolldown/config';
import { beforeAll, describe, expect, it } from 'vitest';

/** The modules of the bundle, by the chunk that has them. */
interface Bundle {
  /** Modules that are loaded with a chunk at once, by their path in the project. */
  loadedWith(chunk: OutputChunk): readonly string[];
  /** The chunk that import() of a command's definition loads. */
  chunkOf(definition: string): OutputChunk;
  readonly entry: OutputChunk;
}

function bundleOf({ output }: RolldownOutput): Bundle {
  const chunks = new Map(
    output.flatMap((part) => (part.type === 'chunk' ? [[part.fileName, part] as const] : [])),
  );
  const closure = (chunk: OutputChunk, seen: Set<OutputChunk>): Set<OutputChunk> => {
    if (!seen.has(chunk)) {
      seen.add(chunk);
      for (const imported of chunk.imports.map((name) => chunks.get(name))) {
        if (imported !== undefined) {
          closure(imported, seen);
        }
      }
    }
    return seen;
  };
  const withModule = (path: string): OutputChunk => {
    const found = [...chunks.values()].find(({ moduleIds }) =>
      moduleIds.map(pathOf).includes(path),
    );
    if (found === undefined) {
      throw new Error(`${path} is not in the bundle`);
    }
    return found;
  };
  return {
    loadedWith: (chunk) =>
      [...closure(chunk, new Set())].flatMap(({ moduleIds }) => moduleIds.map(pathOf)),
    chunkOf: withModule,
    entry: withModule('src/cli/main.ts'),
  };
}

function pathOf(id: string): string {
  return relative(process.cwd(), id).replaceAll(sep, '/');
}

/** Commands that judge no machine, each by the module that its definition loads. */
const WITHOUT_CHECKS = [
  ['jobs list', 'src/commands/jobs/list.run.ts'],
  ['jobs show', 'src/commands/jobs/show.run.ts'],
  ['jobs watch', 'src/commands/jobs/watch.run.ts'],
  ['vault list', 'src/commands/vault/list.run.ts'],
  ['policy list', 'src/commands/policy/list.run.ts'],
  ['recovery-points list', 'src/commands/recovery-points/list.run.ts'],
] as const;

let bundle: Bundle;

beforeAll(async () => {
  const config = await loadConfig('tools/rolldown.config.js');
  if (Array.isArray(config) || typeof config === 'function') {
    throw new Error('the bundle has one configuration');
  }
  const { output, ...input } = config;
  if (output === undefined || Array.isArray(output)) {
    throw new Error('the bundle has one output');
  }
  const built = await rolldown({ ...input, logLevel: 'silent' });
  bundle = bundleOf(await built.generate(output));
}, 120_000);

describe('the start of every command', () => {
  it('loads no SDK, no schema, no command and no view', () => {
    const loaded = bundle.loadedWith(bundle.entry);
    const packages = loaded.filter((path) => path.startsWith('node_modules/'));
    expect(
      packages.filter((path) => !/^node_modules\/(?:commander|picocolors)\//u.test(path)),
    ).toEqual([]);
    expect(loaded.filter((path) => /\.?(?:run|view)\.ts$/u.test(path))).toEqual([]);
    expect(
      loaded.filter((path) =>
        /^src\/(?:services|sandbox|facts|steps|preflight)\/(?!check-ids)/u.test(path),
      ),
    ).toEqual([]);
  });
});

describe.each(WITHOUT_CHECKS)('%s', (_, run) => {
  it('loads no check and nothing of a command that judges machines', () => {
    const loaded = bundle.loadedWith(bundle.chunkOf(run));
    expect(loaded).toContain(run);
    expect(loaded.filter((path) => /^src\/preflight\/(?!check-ids)/u.test(path))).toEqual([]);
    expect(
      loaded.filter((path) =>
        /^src\/commands\/(?:enable|restore|preflight|status)\/(?!(?:command|options)\.ts)/u.test(
          path,
        ),
      ),
    ).toEqual([]);
  });

  it('loads no view, no SDK and nothing of the sandbox with its workflow', () => {
    const loaded = bundle.loadedWith(bundle.chunkOf(run));
    expect(loaded.filter((path) => /\.?view\.ts$/u.test(path))).toEqual([]);
    expect(loaded.filter((path) => path.startsWith('node_modules/@azure/'))).toEqual([]);
    expect(loaded.filter((path) => path.startsWith('src/sandbox/'))).toEqual([]);
  });
});

describe('the operations of Azure', () => {
  it('are in the bundle where they are called, and are not where they are not', () => {
    const chunk = bundle.chunkOf('src/services/compute/virtual-machines.ts');
    const groups = [...chunk.code.matchAll(/this\.(\w+) ?= ?/gu)].map(([, name]) => name);
    expect(groups).toEqual(expect.arrayContaining(['virtualMachines', 'virtualMachineSizes']));
    expect(groups).not.toContain('virtualMachineScaleSets');
  });
});

describe('the checksum of the content of blobs', () => {
  // tools/later-loading.js: with the option, the client would end in an error of ours and not of Azure's.
  it('is not in the bundle, and nothing asks the client for it', () => {
    const chunk = bundle.chunkOf('src/services/storage/storage-blobs.ts');
    expect(bundle.loadedWith(chunk)).not.toContain(
      'node_modules/@azure/storage-common/dist/esm/crc64.js',
    );
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    expect(sources.length).toBeGreaterThan(0);
    expect(
      sources.filter((name) =>
        /contentChecksumAlgorithm/iu.test(readFileSync(join('src', name), 'utf8')),
      ),
    ).toEqual([]);
  });
});
