import { csvHead, csvRows } from "@/lib/csv";
import { ask } from "@/lib/gate/ask";
import type { Claim } from "@/lib/gate/claim";
import type { LedgerLine, LedgerPage } from "./ledger";
import { listLedger } from "./list-ledger";

const LINES_AT_ONCE = 100;

/**
 * The whole list as text, in pieces as it is read. Each page is asked for anew, so that whoever loses the right to read
 * gets no further.
 */
export async function* ledgerText(
  claim: Claim,
  format: "csv" | "json",
  filter: Record<string, unknown>,
): AsyncGenerator<string> {
  const { begin, lines: write, between, end } = formats[format];
  yield begin;
  let gap = "";
  for await (const lines of pagesOf(claim, filter)) {
    if (!lines.length) continue;
    yield gap + write(lines);
    gap = between;
  }
  yield end;
}

async function* pagesOf(
  claim: Claim,
  filter: Record<string, unknown>,
): AsyncGenerator<LedgerLine[]> {
  let cursor: string | null = null;
  do {
    const page: LedgerPage = await pageAt(claim, { ...filter, ...(cursor && { cursor }) });
    yield page.data;
    cursor = page.nextCursor;
  } while (cursor);
}

async function pageAt(claim: Claim, input: object): Promise<LedgerPage> {
  const outcome = await ask(listLedger, claim, { ...input, limit: LINES_AT_ONCE });
  if (!outcome.ok) throw new Error(`the ledger ended early: ${outcome.code}`);
  return outcome.value;
}

type Format = {
  begin: string;
  lines: (lines: LedgerLine[]) => string;
  /** stands between two pages of lines */
  between: string;
  end: string;
};

const columns = ["at", "day", "kind", "who", "count", "sentence", "what", "reason"];

const formats: Record<"csv" | "json", Format> = {
  csv: {
    begin: csvHead(columns),
    lines: (lines) =>
      csvRows(
        columns,
        lines.map(({ who, what, day, ...line }) => ({
          ...line,
          day: day ? "whole day" : "",
          who: who.name,
          what: what.join("; "),
        })),
      ),
    between: "",
    end: "",
  },
  json: {
    begin: "[\n",
    lines: (lines) => lines.map((line) => JSON.stringify(line)).join(",\n"),
    between: ",\n",
    end: "\n]\n",
  },
};
