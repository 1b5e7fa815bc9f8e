import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../../src/sandbox/http/odata-filter.js';

describe('parseFilter', () => {
  it.each([
    ["roleName eq 'Reader'", [{ kind: 'equals', field: 'roleName', value: 'Reader' }]],
    ["displayName eq 'O''Hara'", [{ kind: 'equals', field: 'displayName', value: "O'Hara" }]],
    ['atScope()', [{ kind: 'call', name: 'atScope', argument: undefined }]],
    ["assignedTo('x')", [{ kind: 'call', name: 'assignedTo', argument: 'x' }]],
    [
      "atScope() and principalId EQ 'a and b'",
      [
        { kind: 'call', name: 'atScope', argument: undefined },
        { kind: 'equals', field: 'principalId', value: 'a and b' },
      ],
    ],
  ])('reads %s', (filter, terms) => {
    expect(parseFilter(filter)).toEqual(terms);
  });

  it.each(["a ne 'b'", "a eq 'b' or c eq 'd'", '', "a eq 'b' and", 'not a'])(
    'does not pretend to understand %s',
    (filter) => {
      expect(parseFilter(filter)).toBeUndefined();
    },
  );
});
