import Link from "next/link";

import { AutoForm } from "@/components/ui/auto-form";
import { Icon } from "@/components/ui/icon";
import { deliveryStates } from "@/lib/webhooks/webhook";

import { byNoun, deliveryWords, nounWord } from "./words";

type Props = {
  search: URLSearchParams;
  /** the page this stands on, which Clear leads back to */
  address: string;
  topics: { topic: string; noun: string }[];
};

/** State, topic and days: all of it in the address. */
export function DeliveryFilters({ search, address, topics }: Props) {
  const value = (name: string) => search.get(name) ?? "";
  return (
    <AutoForm
      label="Search the deliveries"
      query={search.toString()}
      className="flex flex-wrap items-center gap-2 pb-4"
    >
      <select
        name="state"
        aria-label="State"
        className="input input-compact w-auto!"
        defaultValue={value("state")}
      >
        <option value="">Any state</option>
        {deliveryStates.map((state) => (
          <option key={state} value={state}>
            {deliveryWords[state]}
          </option>
        ))}
      </select>
      <select
        name="topic"
        aria-label="Topic"
        className="input input-compact w-auto! max-w-full"
        defaultValue={value("topic")}
      >
        <option value="">Any topic</option>
        {byNoun(topics).map(([noun, group]) => (
          <optgroup key={noun} label={nounWord(noun)}>
            {group.map(({ topic }) => (
              <option key={topic}>{topic}</option>
            ))}
          </optgroup>
        ))}
        <option value="webhook.test">Tests</option>
      </select>
      <label className="flex items-center gap-1.5 text-muted">
        From
        <input
          type="date"
          name="from"
          className="input input-compact w-auto!"
          defaultValue={value("from")}
        />
      </label>
      <label className="flex items-center gap-1.5 text-muted">
        to
        <input
          type="date"
          name="to"
          className="input input-compact w-auto!"
          defaultValue={value("to")}
        />
      </label>
      {value("request") && (
        <label className="chip min-h-8 pe-2">
          <input type="hidden" name="request" value={value("request")} />
          One request{" "}
          <code className="max-w-28 truncate font-mono text-xs">{value("request")}</code>
        </label>
      )}
      {search.size > 0 && (
        <Link className="btn btn-quiet btn-small" href={address}>
          <Icon name="close" />
          Clear
        </Link>
      )}
    </AutoForm>
  );
}
