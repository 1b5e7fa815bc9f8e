// Path templates of operations: `/subscriptions/{subscriptionId}/resourceGroups/{name}`.

/** A template made ready for matching. */
export interface PathTemplate {
  /** The template as written. */
  readonly source: string;
  /** Orders templates: what sorts first is more specific and is tried first. */
  readonly specificity: string;
  readonly scopeParam: string | undefined;
  readonly segments: readonly SegmentPattern[];
}

type SegmentPattern =
  | { readonly kind: 'literal'; readonly lowerCase: string }
  | { readonly kind: 'param'; readonly name: string }
  | { readonly kind: 'mixed'; readonly pattern: RegExp; readonly names: readonly string[] };

const SCOPE_PARAM = /^\/?\{(?<name>\w+)\*\}/u;
const PARAM = /\{(?<name>\w+)\}/gu;

/** Compiles a template; throws a SyntaxError when a literal cannot be made a pattern. */
export function compilePath(source: string): PathTemplate {
  const scopeParam = SCOPE_PARAM.exec(source)?.groups?.['name'];
  const segments = splitPath(source.replace(SCOPE_PARAM, '')).map((part) => compileSegment(part));
  const weights = segments.map(({ kind }) => WEIGHTS[kind]).join('');
  return {
    source,
    specificity: `${scopeParam === undefined ? '0' : '1'}${weights}`,
    scopeParam,
    segments,
  };
}

/**
 * The parameters of a path that fits the template, undefined when it does not fit. Segments are
 * expected decoded; a scope parameter comes back as a path with a leading slash, `/` for none.
 */
export function matchPath(
  template: PathTemplate,
  segments: readonly string[],
): Record<string, string> | undefined {
  const scopeLength = segments.length - template.segments.length;
  if (scopeLength < 0 || (scopeLength > 0 && template.scopeParam === undefined)) {
    return undefined;
  }
  const params: Record<string, string> = {};
  if (template.scopeParam !== undefined) {
    params[template.scopeParam] = `/${segments.slice(0, scopeLength).join('/')}`;
  }
  const fits = template.segments.every((pattern, index) =>
    matchSegment(pattern, segments[scopeLength + index] ?? '', params),
  );
  return fits ? params : undefined;
}

/** Whether one segment fits; adds the parameters in it. */
function matchSegment(
  pattern: SegmentPattern,
  segment: string,
  params: Record<string, string>,
): boolean {
  switch (pattern.kind) {
    case 'literal':
      return segment.toLowerCase() === pattern.lowerCase;
    case 'param':
      params[pattern.name] = segment;
      return true;
    case 'mixed': {
      const match = pattern.pattern.exec(segment);
      for (const [index, name] of pattern.names.entries()) {
        params[name] = match?.[index + 1] ?? '';
      }
      return match !== null;
    }
  }
}

/** The segments of a URL path, percent-decoded; doubled and trailing slashes do not count. */
export function splitPath(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => decodeSegment(segment));
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray percent sign is not an escape; what was sent is then the name.
    return segment;
  }
}

const WEIGHTS: Readonly<Record<SegmentPattern['kind'], string>> = {
  literal: '0',
  mixed: '1',
  param: '2',
};

function compileSegment(segment: string): SegmentPattern {
  const names = [...segment.matchAll(PARAM)].map((match) => match.groups?.['name'] ?? '');
  const [name] = names;
  if (name === undefined) {
    return { kind: 'literal', lowerCase: segment.toLowerCase() };
  }
  if (segment === `{${name}}`) {
    return { kind: 'param', name };
  }
  const literals = segment.split(/\{\w+\}/u).map((literal) => escapeLiteral(literal));
  return { kind: 'mixed', pattern: new RegExp(`^${literals.join('(.+)')}$`, 'iu'), names };
}

function escapeLiteral(literal: string): string {
  return literal.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}
