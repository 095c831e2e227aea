import { AutoForm } from "@/components/ui/auto-form";
import { Choice, Clear, Day, OneRequest } from "@/components/ui/filters";
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
      <Choice name="state" label="State" any="Any state" chosen={value("state")}>
        {deliveryStates.map((state) => (
          <option key={state} value={state}>
            {deliveryWords[state]}
          </option>
        ))}
      </Choice>
      <Choice name="topic" label="Topic" any="Any topic" chosen={value("topic")}>
        {byNoun(topics).map(([noun, group]) => (
          <optgroup key={noun} label={nounWord(noun)}>
            {group.map(({ topic }) => (
              <option key={topic}>{topic}</option>
            ))}
          </optgroup>
        ))}
        <option value="webhook.test">Tests</option>
      </Choice>
      <Day name="from" label="From" chosen={value("from")} />
      <Day name="to" label="to" chosen={value("to")} />
      <OneRequest chosen={value("request")} />
      <Clear search={search} address={address} />
    </AutoForm>
  );
}
