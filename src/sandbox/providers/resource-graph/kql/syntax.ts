// What a query is made of once it is parsed.

/** A value in a query's world: JSON, where a column that is not there is null. */
export type KqlValue =
  | null
  | string
  | number
  | boolean
  | readonly KqlValue[]
  | { readonly [name: string]: KqlValue };

/** Operators between two values. */
export type Comparison =
  | '=='
  | '!='
  | '=~'
  | '!~'
  | '<'
  | '<='
  | '>'
  | '>='
  | 'has'
  | 'contains'
  | 'startswith'
  | 'endswith';

/** Something that has a value in a row. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: KqlValue }
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'element'; readonly of: Expression; readonly at: number }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Expression[] }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly negated: boolean;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'among';
      readonly ignoringCase: boolean;
      readonly negated: boolean;
      readonly value: Expression;
      readonly list: readonly Expression[];
    };

/** An expression and what its column is called; undefined where the expression decides. */
export interface NamedExpression {
  readonly name: string | undefined;
  readonly expression: Expression;
}

/** The kinds of joins that Resource Graph has. Documentation: Azure Resource Graph query language. */
export const JOIN_KINDS = ['innerunique', 'inner', 'leftouter', 'fullouter'] as const;

/** A condition of a join: columns whose values are equal. */
export interface JoinCondition {
  readonly left: string;
  readonly right: string;
}

/** What `summarize` makes of the rows of a group. */
export type Aggregate =
  | { readonly kind: 'count'; readonly name: string; readonly of: Expression | undefined }
  /** Columns of the row whose first one is the smallest or the largest. */
  | { readonly kind: 'arg_min' | 'arg_max'; readonly columns: readonly NamedExpression[] };

/** One step of a query. */
export type Stage =
  | { readonly kind: 'where'; readonly condition: Expression }
  | { readonly kind: 'project' | 'extend'; readonly columns: readonly NamedExpression[] }
  | { readonly kind: 'project-away'; readonly names: readonly string[] }
  | {
      readonly kind: 'join';
      readonly join: (typeof JOIN_KINDS)[number];
      readonly right: Query;
      readonly on: readonly JoinCondition[];
    }
  | { readonly kind: 'mv-expand'; readonly column: NamedExpression }
  | {
      readonly kind: 'summarize';
      readonly aggregates: readonly Aggregate[];
      readonly by: readonly NamedExpression[];
    }
  | { readonly kind: 'order'; readonly by: readonly Ordering[] }
  | { readonly kind: 'take'; readonly rows: number }
  | { readonly kind: 'distinct'; readonly columns: readonly NamedExpression[] }
  | { readonly kind: 'count' };

/** A column to order by. */
export interface Ordering {
  readonly expression: Expression;
  readonly descending: boolean;
}

/** A table and what is done with it. */
export interface Query {
  /** In lower case. */
  readonly table: string;
  readonly stages: readonly Stage[];
}
