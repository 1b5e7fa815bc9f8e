// OData filters as Azure takes them: equalities joined by `and`.

/** `name eq 'value' and …` of the fields that have a value; undefined when none has. */
export function equalities(
  fields: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const terms = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} eq ${quoted(value)}`],
  );
  return terms.length === 0 ? undefined : terms.join(' and ');
}

/** A text in OData's quotes, where a quote is doubled. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
