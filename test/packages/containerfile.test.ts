// The Containerfile without a container engine: read as one would read it, its build done in a folder that has only what
// it copies, and what comes of that started in a root of its own as its user. The base images themselves are not tried.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

interface Stage {
  readonly name: string;
  readonly from: string;
  readonly lines: readonly { readonly word: string; readonly rest: string }[];
}

function stagesOf(text: string): readonly Stage[] {
  const stages: { name: string; from: string; lines: { word: string; rest: string }[] }[] = [];
  for (const line of text.replaceAll(/\\\n\s*/gu, '').split('\n')) {
    const [, word = '', rest = ''] = /^(?<word>[A-Z]+) (?<rest>.*)$/u.exec(line) ?? [];
    if (word === 'FROM') {
      const [from = '', , name = ''] = rest.split(' ');
      stages.push({ name, from, lines: [] });
    } else if (word !== '') {
      stages.at(-1)?.lines.push({ word, rest });
    }
  }
  return stages;
}

const stages = stagesOf(readFileSync('Containerfile', 'utf8'));

/** The lines of a stage and of those that it begins with. */
function linesOf(name: string): Stage['lines'] {
  const stage = stages.find((each) => each.name === name);
  return stage === undefined ? [] : [...linesOf(stage.from), ...stage.lines];
}

function last(name: string, word: string): string {
  return linesOf(name).findLast((line) => line.word === word)?.rest ?? '';
}

/** The sources of COPY from this repository, each with where it goes. */
const copied = linesOf('build')
  .filter(({ word }) => word === 'COPY')
  .map(({ rest }) => rest.split(' '))
  .map((words) => ({ sources: words.slice(0, -1), target: words.at(-1) ?? '' }));

describe('Containerfile', () => {
  it('ends with azbackup, which is what a build without a target makes', () => {
    expect(stages.map(({ name }) => name)).toEqual(['build', 'base', 'sandbox', 'azbackup']);
    expect(JSON.parse(last('azbackup', 'ENTRYPOINT'))).toEqual(['/opt/azbackup/azbackup']);
    expect(JSON.parse(last('sandbox', 'ENTRYPOINT')).slice(1, 3)).toEqual(['sandbox', 'serve']);
  });

  it.each(['azbackup', 'sandbox'])('%s runs as a number that is not root', (name) => {
    const [user, group] = last(name, 'USER').split(':').map(Number);
    expect(user).toBeGreaterThan(0);
    expect(group).toBeGreaterThan(0);
  });

  it('copies what there is, and the ignore file leaves it there', () => {
    const sources = copied.flatMap((each) => each.sources);
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((source) => !existsSync(source))).toEqual([]);
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
    expect(sources.filter((source) => ignored.includes(source))).toEqual([]);
  });

  it('copies from the build only what the build makes', () => {
    const made = linesOf('build').find(({ rest }) => rest.includes('/rootfs'))?.rest ?? '';
    const taken = linesOf('base').filter(({ rest }) => rest.startsWith('--from=build'));
    const sources = taken.map(({ rest }) => rest.split(' ').at(-2) ?? '');
    expect(sources).toEqual(['/rootfs/home', '/rootfs/app']);
    expect(sources.filter((source) => !made.includes(source))).toEqual([]);
  });
});

// Another root is for root, and this test for the libraries of a Linux.
describe.runIf(process.getuid?.() === 0 && process.platform === 'linux')('its steps', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'azbackup-container-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const source = path.join(root, 'src');
  const rootfs = path.join(root, 'rootfs');

  beforeAll(() => {
    for (const { sources, target } of copied) {
      for (const each of sources) {
        const to = target === './' ? path.basename(each) : target;
        cpSync(each, path.join(source, to), { recursive: true });
      }
    }
    symlinkSync(path.resolve('node_modules'), path.join(source, 'node_modules'));
    const run = linesOf('build').filter(
      ({ word, rest }) => word === 'RUN' && !rest.startsWith('npm ci'),
    );
    for (const { rest } of run) {
      // The Node of the image is not here: the one that is written down takes its place.
      const command = rest
        .replace(' --node "$(command -v node)"', '')
        .replaceAll(/(?<= )\/(?=out|rootfs)/gu, `${root}/`);
      execFileSync('sh', ['-ec', command], { cwd: source, stdio: 'ignore' });
    }
    mkdirSync(path.join(rootfs, 'opt'));
    cpSync(path.join(rootfs, 'app'), path.join(rootfs, 'opt/azbackup'), { recursive: true });
    const program = path.join(rootfs, 'opt/azbackup/azbackup');
    const libraries = String(execFileSync('ldd', [program])).match(/\/\S+(?= \()/gu) ?? [];
    for (const library of libraries) {
      cpSync(library, path.join(rootfs, library), { dereference: true });
    }
    execFileSync('chown', ['-R', '65532:65532', path.join(rootfs, 'home')]);
    mkdirSync(path.join(rootfs, 'tmp'));
    chmodSync(path.join(rootfs, 'tmp'), 0o1777);
    chmodSync(root, 0o755);
    chmodSync(rootfs, 0o755);
  });

  interface Ended {
    readonly code: number | null;
    readonly said: string;
  }

  /** What the entry point does as the user of the image, where there is nothing but its libraries. */
  function inImage(...args: readonly string[]): Ended {
    return inImageWith({ HOME: '/home/nonroot' }, ...args);
  }

  function inImageWith(env: Readonly<Record<string, string>>, ...args: readonly string[]): Ended {
    const [program = ''] = JSON.parse(last('azbackup', 'ENTRYPOINT'));
    const user = `--userspec=${last('azbackup', 'USER')}`;
    const { status, stdout, stderr } = spawnSync('chroot', [user, rootfs, program, ...args], {
      env: { PATH: process.env['PATH'], ...env },
      encoding: 'utf8',
    });
    return { code: status, said: `${stdout}${stderr}` };
  }

  it('make an image whose entry point runs, and works in the sandbox', () => {
    expect(inImage('--version')).toEqual({ code: 0, said: `${packageJson.version}\n` });
    expect(inImage('status', '--vm', 'VM005', '--sandbox', '-q', '-o', 'none')).toEqual({
      code: 0,
      said: '',
    });
  });

  it('make one that works for a user who has no name and no home', () => {
    const look = ['status', '--vm', 'VM005', '--sandbox-dir', '/tmp/world', '-q', '-o', 'none'];
    expect(inImageWith({}, ...look)).toEqual({ code: 0, said: '' });
  });

  it('bring the licences along', () => {
    for (const name of ['LICENSE', 'THIRD-PARTY-NOTICES.txt']) {
      expect(readFileSync(path.join(rootfs, 'opt/azbackup', name), 'utf8')).not.toBe('');
    }
  });
});
