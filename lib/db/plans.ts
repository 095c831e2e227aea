import { inTransaction, type Database } from "./connection";
import { enterScope } from "./scope";

type Node = {
  "Node Type": string;
  "Actual Loops": number;
  "Actual Rows": number;
  "Relation Name"?: string;
  Plans?: Node[];
};

export type Plan = {
  /** tables read from end to end */
  sequential: string[];
  /** the most rows any one sort was given */
  sorted: number;
  /** the most rows any one step touched */
  touched: number;
  /** partitions that were opened at all */
  partitions: number;
};

/**
 * Runs a reading function as the application would, and asks the database how it carries out the statements on
 * a table: once with the values at hand, and once as the general plan of a prepared statement, which may differ.
 */
export async function plansOf(
  accountId: string,
  table: string,
  read: (db: Database) => Promise<unknown>,
): Promise<Plan[]> {
  return inTransaction(async (db) => {
    await enterScope(db, accountId);
    const statements = await watched(db, table, () => read(db));
    const plans: Plan[] = [];
    for (const { text, values } of statements) {
      for (const mode of ["force_custom_plan", "force_generic_plan"]) {
        await db.$client.query(`set local plan_cache_mode = ${mode}`);
        await db.$client.query(`set local jit = off`);
        const { rows } = await db.$client.query<{ "QUERY PLAN": [{ Plan: Node }] }>(
          `explain (analyze, format json) ${text}`,
          values,
        );
        plans.push(summary(rows[0]!["QUERY PLAN"][0].Plan));
      }
    }
    return plans;
  }, "read");
}

/** The statements on a table that the work sends. */
async function watched(db: Database, table: string, work: () => Promise<unknown>) {
  const seen: { text: string; values: unknown[] }[] = [];
  const client = db.$client;
  const before = client.query.bind(client);
  const query = before as (...asked: unknown[]) => unknown;
  Object.assign(client, {
    query: (asked: string | { text: string; values?: unknown[] }, values?: unknown[]) => {
      const text = typeof asked === "string" ? asked : asked.text;
      if (new RegExp(`from "?${table}"?`).test(text)) {
        seen.push({
          text,
          values: values ?? (typeof asked === "string" ? [] : asked.values) ?? [],
        });
      }
      return query(asked, values);
    },
  });
  try {
    await work();
  } finally {
    Object.assign(client, { query: before });
  }
  return seen;
}

function summary(root: Node): Plan {
  const nodes = flat(root).filter((node) => node["Actual Loops"] > 0);
  const partitions = nodes.flatMap((node) => node["Relation Name"] ?? []);
  return {
    sequential: nodes
      .filter((node) => node["Node Type"] === "Seq Scan")
      .map((node) => node["Relation Name"] ?? "?"),
    sorted: Math.max(
      0,
      ...nodes
        .filter((node) => node["Node Type"].endsWith("Sort"))
        .flatMap((node) => (node.Plans ?? []).map((input) => input["Actual Rows"])),
    ),
    touched: Math.max(...nodes.map((node) => node["Actual Rows"] * node["Actual Loops"])),
    partitions: new Set(partitions).size,
  };
}

const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)];
