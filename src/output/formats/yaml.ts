// `-o yaml`.

/** The value as YAML; long texts stay on one line. */
export async function formatYaml(value: unknown): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(value ?? null, { lineWidth: 0, aliasDuplicateObjects: false });
}
