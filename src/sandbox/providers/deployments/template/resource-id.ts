// The id that a type and its names make up: one name for each level of the type.

/** Undefined when there are not as many names as the type has levels. */
export function idOfTemplateResource(
  groupId: string,
  type: string,
  names: readonly string[],
): string | undefined {
  const [namespace, ...levels] = type.split('/');
  if (levels.length === 0 || levels.length !== names.length || names.includes('')) {
    return undefined;
  }
  const pairs = levels.map((level, index) => `${level}/${names[index] ?? ''}`);
  return `${groupId}/providers/${namespace}/${pairs.join('/')}`;
}
