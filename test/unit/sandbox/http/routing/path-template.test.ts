import { describe, expect, it } from 'vitest';
import {
  compilePath,
  matchPath,
  splitPath,
} from '../../../../../src/sandbox/http/routing/path-template.js';
import { createRouteTable } from '../../../../../src/sandbox/http/routing/route-table.js';
import { sandboxOperations } from '../../../../../src/sandbox/operations.js';

function match(template: string, path: string): Record<string, string> | undefined {
  return matchPath(compilePath(template), splitPath(path));
}

describe('matchPath', () => {
  it.each([
    ['/vaults/{name}', '/VAULTS/Kv', { name: 'Kv' }],
    ['/vaults/{name}', '//vaults//Kv/', { name: 'Kv' }],
    ['/items/{item}', '/items/vm%3Biaas%3Brg', { item: 'vm;iaas;rg' }],
    ['/items/{item}', '/items/vm;iaas;rg', { item: 'vm;iaas;rg' }],
    ["/sp(appId='{appId}')", "/SP(appid='x')", { appId: 'x' }],
    ['{scope*}/locks', '/subscriptions/S/locks', { scope: '/subscriptions/S' }],
    ['{scope*}/locks', '/locks', { scope: '/' }],
    ['/vaults/{name}', '/vaults/100%', { name: '100%' }],
  ])('%s takes %s', (template, path, params) => {
    expect(match(template, path)).toEqual(params);
  });

  it.each([
    ['/vaults/{name}', '/vaults'],
    ['/vaults/{name}', '/vaults/a/b'],
    ['/vaults.x', '/vaultsyx'],
  ])('%s refuses %s', (template, path) => {
    expect(match(template, path)).toBeUndefined();
  });
});

describe('the route table', () => {
  const table = createRouteTable(sandboxOperations);

  it.each([
    ['/keys/restore', 'POST', 'RestoreKey'],
    ['/keys/a/versions', 'GET', 'GetKeyVersions'],
    ['/keys/a/0123', 'GET', 'GetKey'],
    ['/secrets/a/', 'GET', 'GetSecret_Latest'],
  ])('prefers the more specific of %s', (path, method, id) => {
    const [first] = table
      .match('vault', splitPath(path))
      .filter(({ operation }) => operation.method === method);
    expect(first?.operation.id).toBe(id);
  });

  it('holds every operation once, and says what is simpler', () => {
    // Operation ids of OpenAPI are unique within a provider only.
    const names = sandboxOperations.map(({ provider, id }) => `${provider} ${id}`);
    expect(new Set(names).size).toBe(names.length);
    const unexplained = sandboxOperations.filter(
      ({ fidelity, simplification }) =>
        (simplification !== undefined) !== (fidelity === 'simplified'),
    );
    expect(unexplained.map(({ id }) => id)).toEqual([]);
  });

  it('refuses two operations for the same request', () => {
    const [operation] = sandboxOperations;
    expect(operation).toBeDefined();
    const twice = operation === undefined ? [] : [operation, { ...operation, id: 'Other' }];
    expect(() => createRouteTable(twice)).toThrow(/both answer/u);
  });
});
