import { Readable } from "node:stream";

import { panelClaim } from "@/lib/gate/action";
import { execute } from "@/lib/gate/execute";
import { Failure, failures, refusal } from "@/lib/gate/failure";
import { ledgerText } from "@/lib/ledger/download";
import { exportLedger } from "@/lib/ledger/export-ledger";

/** The ledger as a file: told in the activity first, then sent page by page as it is read. */
export async function POST(request: Request): Promise<Response> {
  const filled = [...(await request.formData())].filter(([, value]) => value !== "");
  const { format, page, ...filter } = Object.fromEntries(filled);
  const { claim, trusted } = await panelClaim(typeof page === "string" ? page : undefined);
  const outcome = trusted
    ? await execute(exportLedger, claim, { format, ...filter })
    : refusal(new Failure("wrong_origin"), claim.request.id);
  if (!outcome.ok) {
    return new Response(`${outcome.says}\n`, { status: failures[outcome.code].status });
  }
  const name = format === "csv" ? "csv" : "json";
  const text = Readable.from(ledgerText(claim, name, filter), { objectMode: false });
  return new Response(Readable.toWeb(text) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": name === "csv" ? "text/csv; charset=utf-8" : "application/json",
      "content-disposition": `attachment; filename="trust-ledger.${name}"`,
      "x-content-type-options": "nosniff",
    },
  });
}
