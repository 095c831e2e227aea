import { AutoForm } from "@/components/ui/auto-form";
import { Choice, Clear, Day, OneRequest } from "@/components/ui/filters";
import { Icon } from "@/components/ui/icon";
import type { EventView } from "@/lib/activity/event";

import { actionGroups } from "./action-words";
import { PersonFilter } from "./person-filter";

type Props = {
  search: URLSearchParams;
  /** the page this stands on, which Clear leads back to */
  address: string;
  /** the events found, which know the names of who is filtered for */
  events: EventView[];
  /** who and whom can be chosen only where the whole account is searched */
  people?: boolean;
};

/** Who, what, to whom, with which outcome, when: all of it in the address. */
export function ActivityFilters({ search, address, events, people }: Props) {
  const value = (name: string) => search.get(name) ?? "";
  return (
    <AutoForm
      label="Search the activity"
      query={search.toString()}
      className="flex flex-wrap items-center gap-2 pb-4"
    >
      <div className="relative min-w-52 flex-1 sm:max-w-72">
        <Icon
          name="search"
          className="pointer-events-none absolute inset-s-2.5 top-1/2 -translate-y-1/2 text-muted"
        />
        <input
          type="search"
          name="q"
          className="input input-compact ps-9"
          placeholder="Any word"
          aria-label="Search in sentences and details"
          autoComplete="off"
          dir="auto"
          defaultValue={value("q")}
        />
      </div>
      {people && (
        <>
          <PersonFilter name="actor" label="Who" chosen={named(value("actor"), events, "actor")} />
          <PersonFilter
            name="object"
            label="Whom"
            chosen={named(value("object"), events, "object")}
          />
        </>
      )}
      <Choice name="actorKind" label="By whom" any="By anyone" chosen={value("actorKind")}>
        <option value="user">By people of the account</option>
        <option value="key">By API keys</option>
        <option value="staff">By the operator’s staff</option>
        <option value="operator">By the operator</option>
        <option value="system">By itself</option>
        <option value="visitor">By someone unknown</option>
      </Choice>
      <Choice name="action" label="What" any="Anything done" chosen={value("action")}>
        {actionGroups.map((group) => (
          <optgroup key={group.name} label={group.name}>
            {group.actions.map(([action, says]) => (
              <option key={action} value={action}>
                {says}
              </option>
            ))}
          </optgroup>
        ))}
      </Choice>
      <Choice name="outcome" label="Outcome" any="Any outcome" chosen={value("outcome")}>
        <option value="ok">Done</option>
        <option value="refused">Refused</option>
        <option value="denied">Not allowed</option>
      </Choice>
      <Day name="from" label="From" chosen={value("from")} />
      <Day name="to" label="to" chosen={value("to")} />
      <OneRequest chosen={value("request")} />
      <Clear search={search} address={address} />
    </AutoForm>
  );
}

/** The name someone had in the events at hand. */
function named(id: string, events: EventView[], side: "actor" | "object") {
  if (!id) return null;
  const event =
    events.find((one) => one[side].id === id) ?? events.find((one) => one.object.id === id);
  const part = event && (event[side].id === id ? event[side] : event.object);
  return { id, name: part?.name ?? "one user" };
}
