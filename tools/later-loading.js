// A rolldown plugin: what packages do when they are loaded and few commands need is done on first use.
// Text for text, because it is four places; a package that is written differently fails the build.

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
