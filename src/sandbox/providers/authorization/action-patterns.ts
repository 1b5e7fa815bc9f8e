// Patterns of actions in role definitions and deny assignments.

/**
 * Whether an action fits one of the patterns; `*` stands for any text, slashes included, and
 * casing does not count (Documentation: Understand Azure role definitions).
 */
export function matchesAny(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
}

function matches(pattern: string, action: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) {
    return pattern === action;
  }
  const last = rest.at(-1) ?? '';
  if (!action.startsWith(first) || !action.endsWith(last)) {
    return false;
  }
  return containsInOrder(action, first.length, action.length - last.length, rest.slice(0, -1));
}

function containsInOrder(
  text: string,
  start: number,
  end: number,
  parts: readonly string[],
): boolean {
  let position = start;
  for (const part of parts) {
    const found = text.indexOf(part, position);
    if (found === -1) {
      return false;
    }
    position = found + part.length;
  }
  return position <= end;
}
