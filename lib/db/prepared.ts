import type { Database } from "./connection";

const known = new WeakMap<Database, Map<string, unknown>>();

/**
 * A statement that is built once per connection and prepared under its name: building it anew on every request costs
 * more than asking it.
 */
export function prepared<Statement>(
  db: Database,
  name: string,
  build: (db: Database) => { prepare(name: string): Statement },
): Statement {
  let statements = known.get(db);
  if (!statements) known.set(db, (statements = new Map()));
  let statement = statements.get(name) as Statement | undefined;
  if (!statement) statements.set(name, (statement = build(db).prepare(name)));
  return statement;
}
