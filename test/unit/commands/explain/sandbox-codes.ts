// The codes that the sandbox can give, from its source: what stands where a code stands.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAst } from 'rolldown/parseAst';

/** A node of a syntax tree, as far as it is looked at. */
type Node = Readonly<Record<string, unknown>> & { readonly type: string };

const FOLDER = 'src/sandbox';
/** Names of the parameters, members and variables that hold codes. */
const CODE_NAMES = /^(?:code|inner|errorCode|errorTitle|ErrorCode)$/u;
/** Names of tables whose values are codes. */
const CODE_TABLES = /^gatewayCodes$/u;
/** Errors that are rows: their first cell is the code. */
const ROW_FILES = /(?:errors|authentication)\.ts$/u;
/** As the services of Azure write their codes; those of Node, such as ECONNRESET, are not. */
const CODE = /^(?:[A-Z]\w*[a-z]\w*|AADSTS\d+)$/u;
/** What stands for `${kind}` in `${kind}NotFound`. */
const KINDS = ['Key', 'Secret'];

/** All of them. */
export function sandboxCodes(): readonly string[] {
  const trees = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name, nodes: nodesOf(readFileSync(path.join(FOLDER, name), 'utf8')) }));
  const makers = new Map(trees.flatMap(({ nodes }) => nodes.flatMap((node) => makerOf(node))));
  const found = trees.flatMap(({ name, nodes }) =>
    nodes.flatMap((node) => [
      ...codesOf(node, makers),
      ...(ROW_FILES.test(name) ? rowCode(node) : []),
    ]),
  );
  return [...new Set(found.filter((code) => CODE.test(code)))];
}

function nodesOf(source: string): readonly Node[] {
  const nodes: Node[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
    } else if (isNode(value)) {
      nodes.push(value);
      Object.values(value).forEach(visit);
    }
  };
  visit(parseAst(source, { lang: 'ts', astType: 'ts' }));
  return nodes;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** A function that takes codes, and at which places. */
function makerOf({ type, id, params }: Node): readonly (readonly [string, readonly number[]])[] {
  if (type !== 'FunctionDeclaration' || !Array.isArray(params)) {
    return [];
  }
  const places = params.flatMap((each: unknown, place) =>
    CODE_NAMES.test(nameOf(each)) ? [place] : [],
  );
  return places.length === 0 ? [] : [[nameOf(id), places]];
}

function nameOf(node: unknown): string {
  const { name, value, left } = isNode(node) ? node : { name: '', value: '', left: undefined };
  return (
    [name, value].find((each) => typeof each === 'string') ?? (isNode(left) ? nameOf(left) : '')
  );
}

function codesOf(node: Node, makers: ReadonlyMap<string, readonly number[]>): readonly string[] {
  switch (node.type) {
    case 'Property':
      return CODE_NAMES.test(nameOf(node['key'])) ? texts(node['value']) : signInCode(node);
    case 'VariableDeclarator':
      return CODE_TABLES.test(nameOf(node['id']))
        ? membersOf(node['init']).flatMap((member) => texts(member['value']))
        : named(node);
    case 'CallExpression': {
      const places = makers.get(nameOf(node['callee'])) ?? [];
      const given: unknown = node['arguments'];
      return Array.isArray(given) ? places.flatMap((place) => texts(given[place])) : [];
    }
    default:
      return [];
  }
}

function named(node: Node): readonly string[] {
  return CODE_NAMES.test(nameOf(node['id'])) ? texts(node['init']) : [];
}

/** The sign-in service's codes are numbers. */
function signInCode({ key, value }: Node): readonly string[] {
  const number = isNode(value) ? value['value'] : undefined;
  return nameOf(key) === 'number' && typeof number === 'number' && number > 10_000
    ? [`AADSTS${number}`]
    : [];
}

function membersOf(node: unknown): readonly Node[] {
  const members: unknown = isNode(node) ? node['properties'] : undefined;
  return Array.isArray(members) ? members.filter((member) => isNode(member)) : [];
}

function rowCode({ type, elements }: Node): readonly string[] {
  return type === 'ArrayExpression' && Array.isArray(elements) ? texts(elements[0]) : [];
}

/** What an expression can be: a text, either of two, or a text of two parts. */
function texts(node: unknown): readonly string[] {
  if (!isNode(node)) {
    return [];
  }
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? [node['value']] : [];
    case 'ConditionalExpression':
      return [...texts(node['consequent']), ...texts(node['alternate'])];
    case 'LogicalExpression':
      return [...texts(node['left']), ...texts(node['right'])];
    case 'TemplateLiteral': {
      const [, last]: readonly unknown[] = Array.isArray(node['quasis']) ? node['quasis'] : [];
      const value: unknown = isNode(last) ? last['value'] : undefined;
      const cooked =
        typeof value === 'object' && value !== null && 'cooked' in value ? value.cooked : '';
      return cooked === '' ? [] : KINDS.map((kind) => `${kind}${String(cooked)}`);
    }
    default:
      return [];
  }
}
