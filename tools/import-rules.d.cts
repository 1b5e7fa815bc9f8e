// What import-rules.cjs exports, for the tools that are TypeScript.

/** What may be imported: some as values, some as types only. */
interface Allowed {
  readonly values: readonly string[];
  readonly types: readonly string[];
}

declare const rules: {
  readonly ROOMS: Readonly<
    Record<string, Allowed & { readonly path: string; readonly packages?: readonly string[] }>
  >;
  readonly PLACES: Readonly<Record<string, string>>;
  readonly FEATURE: Allowed;
  readonly ROLES: Readonly<Record<string, Allowed & { readonly file: string }>>;
  readonly FEATURE_ARROWS: Readonly<Record<string, readonly string[]>>;
};

export = rules;
