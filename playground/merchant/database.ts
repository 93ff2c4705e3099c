/** The part of Cloudflare's D1 that is used. */
export interface Database {
  prepare(sql: string): Statement;
  batch(statements: readonly Statement[]): Promise<readonly { readonly meta: { readonly changes: number } }[]>;
}

interface Statement {
  bind(...values: readonly unknown[]): Statement;
  first<Row>(): Promise<Row | null>;
  all<Row>(): Promise<{ readonly results: readonly Row[] }>;
  run(): Promise<{ readonly meta: { readonly changes: number } }>;
}
