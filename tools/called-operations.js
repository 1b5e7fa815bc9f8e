// A rolldown plugin: of the SDKs of Resource Manager, the bundle gets the operations that azbackup calls.
// An SDK's client holds all its operation groups, and each group all its operations, so that nothing falls
// away by itself: 950 kB for the seven operations of arm-compute that are called.
//
// Called is every operation and group whose name is a word anywhere in src/services: too many rather than
// too few, and no list to keep. An SDK that is written in another way fails the build.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SDK = String.raw`[\\/]@azure[\\/]arm-[a-z-]+[\\/]dist(?:-esm)?[\\/]`;
const CLIENT = new RegExp(String.raw`${SDK}(?:esm|src)[\\/]\w+Client\.js$`);
const GROUP = new RegExp(String.raw`${SDK}esm[\\/]classic[\\/]\w+[\\/]index\.js$`);

/** @param sources the folder whose files call the SDKs */
export function calledOperations(sources) {
  let called;
  return {
    name: 'called-operations',
    transform: {
      filter: { id: [CLIENT, GROUP] },
      handler(code, id) {
        called ??= wordsOf(sources);
        const removable = CLIENT.test(id) ? groupsOf : operationsOf;
        const found = removable(this.parse(code));
        if (found.length === 0) {
          this.error(`no operations found in ${id}: is the SDK written in another way?`);
        }
        return without(
          code,
          found.filter(({ name }) => !called.has(name)),
        );
      },
    },
  };
}

function wordsOf(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.ts'));
  const text = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  return new Set(text.match(/[A-Za-z_$][\w$]*/g));
}

/** The statements `this.group = _getGroupOperations(...)`, or `= new GroupImpl(...)`, of a client's constructor. */
function groupsOf(program) {
  return classesOf(program)
    .flatMap(({ body }) => body.body.filter(({ kind }) => kind === 'constructor'))
    .flatMap(({ value }) => value.body.body)
    .filter(isGroup)
    .map(({ start, end, expression }) => ({ name: expression.left.property.name, start, end }));
}

function classesOf({ body }) {
  return body
    .map((statement) => statement.declaration ?? statement)
    .filter(({ type }) => type === 'ClassDeclaration');
}

function isGroup({ type, expression }) {
  return (
    type === 'ExpressionStatement' &&
    expression.type === 'AssignmentExpression' &&
    expression.left.object?.type === 'ThisExpression' &&
    /^(?:_get\w+Operations|\w+Impl)$/.test(expression.right.callee?.name ?? '')
  );
}

/** The functions of the object that `_getGroup(context)` returns. */
function operationsOf({ body }) {
  return body
    .filter(({ type }) => type === 'FunctionDeclaration')
    .flatMap((declaration) => declaration.body.body)
    .filter(
      ({ type, argument }) => type === 'ReturnStatement' && argument.type === 'ObjectExpression',
    )
    .flatMap(({ argument }) => argument.properties)
    .filter(({ type, key }) => type === 'Property' && key.type === 'Identifier')
    .map(({ start, end, key }) => ({ name: key.name, start, end }));
}

/** The text without these parts; a property's comma goes with it. */
function without(code, parts) {
  return parts
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (text, { start, end }) => text.slice(0, start) + text.slice(end).replace(/^\s*,/, ''),
      code,
    );
}
