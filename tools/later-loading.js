// A rolldown plugin: what packages do when they are loaded and few commands need is done on first use, or left
// out where azbackup never gets there. Text for text, because it is five places; a package that is written
// differently fails the build.

/** By package: what stands there, and what shall. */
const REPLACEMENTS = {
  // Only programs whose subcommands are executables of their own start processes. `process` is global; as a
  // module it opens standard input.
  'commander/lib/command.js': {
    "const childProcess = require('node:child_process');": '',
    "const fs = require('node:fs');": '',
    "const process = require('node:process');": '',
    'childProcess.': "require('node:child_process').",
    ' fs.': " require('node:fs').",
    '(fs.': "(require('node:fs').",
  },
  // 59 kB of WebAssembly in the package, for a checksum that the client only takes for `contentChecksumAlgorithm`.
  '@azure/storage-common/dist/esm/StorageCRC64Calculator.js': {
    'import NativeCRC64 from "./crc64.js";': `const NativeCRC64 = async () => {
  throw new Error('CRC64 of the content of blobs is not part of this bundle');
};`,
  },
  // 20 ms, for text that is not ASCII.
  'string-width/index.js': {
    'const segmenter = new Intl.Segmenter();': 'let segmenter;',
    'segmenter.segment(': '(segmenter ??= new Intl.Segmenter()).segment(',
  },
  'wrap-ansi/index.js': {
    'const segmenter = new Intl.Segmenter();': 'let segmenter;',
    'segmenter.segment(': '(segmenter ??= new Intl.Segmenter()).segment(',
  },
};

/** Replaces as the table says. */
export function laterLoading() {
  return {
    name: 'later-loading',
    transform: {
      filter: { id: Object.keys(REPLACEMENTS).map(idOf) },
      handler(code, id) {
        const [, replacements] = Object.entries(REPLACEMENTS).find(([file]) => idOf(file).test(id));
        return Object.entries(replacements).reduce((text, [from, to]) => {
          if (!text.includes(from)) {
            this.error(`${id} no longer says: ${from}`);
          }
          return text.replaceAll(from, to);
        }, code);
      },
    },
  };
}

function idOf(file) {
  return new RegExp(String.raw`[\\/]node_modules[\\/]${file.replaceAll('/', String.raw`[\\/]`)}$`);
}
