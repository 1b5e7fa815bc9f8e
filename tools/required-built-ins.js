// A rolldown plugin: chunks take Node's own modules by require and not by import. For an import, Node first
// evaluates every property of the module, and with that loads what stands behind them: `import http from
// 'node:http'` loads the whole of fetch (50 ms on Node 22 and 24), `node:process` opens standard input.

import { isBuiltin } from 'node:module';

const REQUIRE = `import { createRequire as createBuiltInRequire } from 'node:module';
const requireBuiltIn = createBuiltInRequire(import.meta.url);
`;

/** Rewrites the imports of each chunk. */
export function requiredBuiltIns() {
  return {
    name: 'required-built-ins',
    renderChunk(code) {
      const imports = this.parse(code).body.filter(isOfBuiltIn);
      const rewritten = imports
        .toReversed()
        .reduce(
          (text, { start, end, ...declaration }) =>
            text.slice(0, start) + requireOf(declaration) + text.slice(end),
          code,
        );
      return imports.length === 0 ? null : { code: REQUIRE + rewritten };
    },
  };
}

function isOfBuiltIn({ type, source, specifiers }) {
  return (
    type === 'ImportDeclaration' &&
    isBuiltin(source.value) &&
    source.value !== 'node:module' &&
    specifiers.length > 0
  );
}

/** A default import is the module itself, as a namespace is. */
function requireOf({ source, specifiers }) {
  const required = `requireBuiltIn(${JSON.stringify(source.value)})`;
  const named = specifiers.filter(({ type }) => type === 'ImportSpecifier');
  const whole = specifiers.filter(({ type }) => type !== 'ImportSpecifier');
  return [
    ...whole.map(({ local }) => `const ${local.name} = ${required};`),
    ...(named.length === 0 ? [] : [`const { ${named.map(propertyOf).join(', ')} } = ${required};`]),
  ].join(' ');
}

function propertyOf({ imported, local }) {
  return imported.name === local.name ? local.name : `${imported.name}: ${local.name}`;
}
