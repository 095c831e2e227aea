import { PersonFilter } from "@/components/activity/person-filter";
import { inFull, type Reader } from "@/components/time/moment";
import { AutoForm } from "@/components/ui/auto-form";
import { Choice, Clear, Day } from "@/components/ui/filters";
import { Icon } from "@/components/ui/icon";
import { byNoun, nounWord } from "@/components/webhooks/words";
import { results } from "@/lib/traffic/result";
import { type CallView, methods, periods } from "@/lib/traffic/traffic";

import { isInstant } from "./call-question";
import { periodWords, resultWords } from "./words";

export type Operation = { name: string; says: string };

type Props = {
  search: URLSearchParams;
  /** the calls found, which know the name of who is filtered for */
  calls: CallView[];
  keys: { id: string; name: string }[];
  operations: Operation[];
  reader: Reader;
};

/** Who, what, how it ended, when: all of it in the address. What is asked for rarely is folded away. */
export function CallFilters({ search, calls, keys, operations, reader }: Props) {
  const value = (name: string) => search.get(name) ?? "";
  const exact = isInstant(search.get("from")) || isInstant(search.get("to"));
  const rare = ["method", "status", "code", "source", "from", "to"].some((one) => value(one));
  return (
    <AutoForm
      label="Search the calls"
      query={search.toString()}
      className="grid grid-cols-[minmax(0,1fr)] gap-2 pb-4"
    >
      <div className="flex flex-wrap items-center gap-2">
        <Choice name="result" label="How it ended" any="Any result" chosen={value("result")}>
          {results.map((result) => (
            <option key={result} value={result}>
              {resultWords[result]}
            </option>
          ))}
        </Choice>
        <Choice name="operation" label="Operation" any="Any operation" chosen={value("operation")}>
          {offered(operations, value("operation")).map(([noun, group]) => (
            <optgroup key={noun} label={nounWord(noun)}>
              {group.map(({ name, says }) => (
                <option key={name} value={name}>
                  {says}
                </option>
              ))}
            </optgroup>
          ))}
        </Choice>
        <Choice name="key" label="Key" any="Any key or none" chosen={value("key")}>
          <option value="none">Without a key</option>
          {value("key") &&
            value("key") !== "none" &&
            !keys.some(({ id }) => id === value("key")) && (
              <option value={value("key")}>{nameOfKey(value("key"), calls)}</option>
            )}
          {keys.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
        <PersonFilter name="actor" label="Person" chosen={personOf(value("actor"), calls)} />
        {!exact && (
          <Choice name="period" label="Period" any="Any time" chosen={value("period")}>
            {periods.map((period) => (
              <option key={period} value={period}>
                {periodWords[period]}
              </option>
            ))}
          </Choice>
        )}
        {exact && (
          <label className="chip min-h-8 pe-2">
            <input type="hidden" name="from" value={value("from")} />
            <input type="hidden" name="to" value={value("to")} />
            {[value("from"), value("to")]
              .filter(isInstant)
              .map((at) => inFull(new Date(at), reader))
              .join(" to ")}
          </label>
        )}
        <Clear search={search} address="/developers/requests" />
      </div>
      <details className="event group" open={rare}>
        <summary className="inline-flex min-h-7 cursor-pointer items-center gap-1 text-sm text-muted hover:text-ink">
          <Icon name="right" className="group-open:rotate-90" />
          More filters
        </summary>
        <div className="flex flex-wrap items-center gap-2 pt-2">
          <Choice name="source" label="From" any="From anywhere" chosen={value("source")}>
            <option value="api">Over the API</option>
            <option value="panel">Our own pages</option>
          </Choice>
          <Choice name="method" label="Method" any="Any method" chosen={value("method")}>
            {methods.map((method) => (
              <option key={method}>{method}</option>
            ))}
          </Choice>
          <input
            name="status"
            inputMode="numeric"
            pattern="[1-5]\d\d"
            className="input input-compact w-24!"
            placeholder="Status"
            aria-label="Status, for example 404"
            autoComplete="off"
            defaultValue={value("status")}
          />
          <input
            name="code"
            className="input input-compact w-40!"
            placeholder="Code"
            aria-label="Code of a refusal, for example not_found"
            autoComplete="off"
            spellCheck={false}
            defaultValue={value("code")}
          />
          {!exact && (
            <>
              <Day name="from" label="From" chosen={value("from")} />
              <Day name="to" label="to" chosen={value("to")} />
            </>
          )}
        </div>
      </details>
    </AutoForm>
  );
}

/** The operations there are by noun, and the one of the address, which may be a path that leads to none. */
function offered(operations: Operation[], chosen: string) {
  const known = operations.some(({ name }) => name === chosen);
  const all = chosen && !known ? [...operations, { name: chosen, says: chosen }] : operations;
  return byNoun(all.map((one) => ({ ...one, noun: one.name.split(".")[0]! })));
}

/** The name someone had in the calls at hand. */
function personOf(id: string, calls: CallView[]) {
  if (!id) return null;
  return { id, name: calls.find(({ actor }) => actor.id === id)?.actor.name ?? "one user" };
}

const nameOfKey = (id: string, calls: CallView[]) =>
  calls.find(({ key }) => key?.id === id)?.key?.name ?? "One key";
