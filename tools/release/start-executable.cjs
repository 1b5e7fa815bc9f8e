// What a single-file executable runs first. It holds the files of the package as they are (bin/ and dist/), and its
// Node loads them from there: the same code as from npm, cut into the same pieces, which load when they are needed.
'use strict';

const nodeModule = require('node:module');
const { getRawAsset } = require('node:sea');
const { pathToFileURL } = require('node:url');

/** A folder that cannot be: nobody else can put anything there. */
const ROOT = `${pathToFileURL(process.execPath).href}/`;

/** Addresses of the packages that are inside, each one file. */
const PACKAGES = { lmdb: `${ROOT}lmdb.js` };

/** The address of what our code asks for; undefined where that is not ours. */
function addressOf(specifier, parent) {
  if (specifier.startsWith(ROOT)) {
    return specifier;
  }
  return /^\.{1,2}\//.test(specifier) ? new URL(specifier, parent).href : PACKAGES[specifier];
}

nodeModule.registerHooks({
  resolve(specifier, context, next) {
    const isOurs = context.parentURL?.startsWith(ROOT) === true;
    const url =
      isOurs || specifier.startsWith(ROOT) ? addressOf(specifier, context.parentURL) : undefined;
    if (url !== undefined) {
      return { url, format: 'module', shortCircuit: true };
    }
    if (isOurs && !nodeModule.isBuiltin(specifier)) {
      // Node would go on to node_modules beside the executable, where anything may lie that was downloaded.
      throw Object.assign(new Error(`Cannot find module '${specifier}' in this executable`), {
        code: 'MODULE_NOT_FOUND',
      });
    }
    return next(specifier, context);
  },
  load(url, context, next) {
    return url.startsWith(ROOT)
      ? { format: 'module', source: textOf(url.slice(ROOT.length)), shortCircuit: true }
      : next(url, context);
  },
});

function textOf(name) {
  return new TextDecoder().decode(getRawAsset(name));
}

nodeModule.createRequire(process.execPath)(`${ROOT}bin/azbackup.js`);
