// A rolldown plugin: commander requires modules of Node that only programs with executable subcommands
// need, and the public form of `process`, which opens standard input. Loading them takes a fifth of the
// time that `--help` may take, so they load on use.

const COMMANDER = /[\\/]node_modules[\\/]commander[\\/]lib[\\/]command\.js$/;

/** What stands in the place of each import, and what commander may use of it. */
const REPLACEMENTS = {
  'node:child_process': { name: 'childProcess', used: ['spawn'] },
  'node:fs': { name: 'fs', used: ['existsSync', 'realpathSync'] },
  'node:process': { name: 'process' },
};

/** Replaces commander's imports; a commander that is written differently fails the build. */
export function lazyBuiltIns() {
  return {
    name: 'lazy-built-ins',
    transform: {
      filter: { id: COMMANDER },
      handler(code) {
        return Object.entries(REPLACEMENTS).reduce(replaceImport, code);
      },
    },
  };
}

function replaceImport(code, [builtIn, { name, used }]) {
  const declaration = `const ${name} = require('${builtIn}');`;
  if (!code.includes(declaration)) {
    throw new Error(`commander no longer says: ${declaration}`);
  }
  if (used === undefined) {
    return code.replace(declaration, '');
  }
  for (const [, called] of code.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))) {
    if (!used.includes(called)) {
      throw new Error(`commander now uses ${called} of ${builtIn}`);
    }
  }
  const members = used.map(
    (each) => `${each}: (...args) => require('${builtIn}').${each}(...args)`,
  );
  return code.replace(declaration, `const ${name} = { ${members.join(', ')} };`);
}
