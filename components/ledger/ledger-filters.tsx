import { AutoForm } from "@/components/ui/auto-form";
import { Choice, Clear, Day } from "@/components/ui/filters";
import { type LedgerLine, ledgerKinds } from "@/lib/ledger/ledger";

import { kindWords } from "./words";
import { collator } from "@/lib/intl";

type Props = {
  search: URLSearchParams;
  /** the lines found, which know the names of who can be filtered for */
  lines: LedgerLine[];
};

/** Which kind of line, by whom and when: all of it in the address. */
export function LedgerFilters({ search, lines }: Props) {
  const value = (name: string) => search.get(name) ?? "";
  return (
    <AutoForm
      label="Search the ledger"
      query={search.toString()}
      className="flex flex-wrap items-center gap-2"
    >
      <Choice name="kind" label="What" any="Anything" chosen={value("kind")}>
        {ledgerKinds.map((kind) => (
          <option key={kind} value={kind}>
            {kindWords[kind][0]}
          </option>
        ))}
      </Choice>
      <Choice name="who" label="By whom" any="By anyone" chosen={value("who")}>
        {namesIn(lines, value("who")).map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Choice>
      {value("each") && (
        <label className="chip min-h-8 pe-2">
          <input type="hidden" name="each" value={value("each")} />
          One by one
        </label>
      )}
      <Day name="from" label="From" chosen={value("from")} />
      <Day name="to" label="to" chosen={value("to")} />
      <Clear search={search} address="/trust/ledger" />
    </AutoForm>
  );
}

/** Whoever stands in the lines at hand, and whoever is chosen already. */
function namesIn(lines: LedgerLine[], chosen: string): [id: string, name: string][] {
  const names = new Map<string, string>(chosen ? [[chosen, "One of them"]] : []);
  for (const { who } of lines) if (who.id) names.set(who.id, who.name);
  return [...names].toSorted(([, a], [, b]) => collator("en").compare(a, b));
}
