import { appPool } from "@/lib/db/connection";

/** Whether this process is alive and reaches its data. */
export async function health(): Promise<Response> {
  const database = await appPool()
    .query("select 1")
    .then(() => true)
    .catch(() => false);
  return Response.json(
    { live: true, ready: database, database },
    { status: database ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
