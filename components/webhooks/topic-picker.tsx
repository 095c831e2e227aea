"use client";

import { useCallback, useId, useState } from "react";

import { FieldError } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";

import { byNoun, nounWord } from "./words";

/** A topic as it is chosen: its name, and an example of what happened in words. */
export type Topic = { topic: string; noun: string; title: string };

type Props = {
  topics: Topic[];
  /** the topics chosen at first; `*` stands for all */
  start: string[];
  error?: string;
};

/** Which events are told: all, or some of them, grouped by what they are about and searched by word. */
export function TopicPicker({ topics, start, error }: Props) {
  const id = useId();
  const [all, setAll] = useState(start.includes("*"));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    new Set(start.filter((topic) => topic !== "*")),
  );
  const [sought, setSought] = useState("");
  const shown = topics.filter((one) => fits(one, sought));

  function choose(names: string[], on: boolean) {
    const next = new Set(chosen);
    for (const name of names)
      if (on) next.add(name);
      else next.delete(name);
    setChosen(next);
  }

  /** What someone else chose meanwhile is taken over when it is written into the form. */
  const followed = useCallback((field: HTMLInputElement) => {
    const take = () => {
      setAll(field.value === "*");
      setChosen(new Set(field.value.split(" ").filter((topic) => topic !== "*")));
    };
    field.addEventListener("written", take);
    return () => field.removeEventListener("written", take);
  }, []);

  return (
    <fieldset className="grid gap-3" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="sr-only">What it is told of</legend>
      <Way name={id} checked={all} choose={() => setAll(true)} title="Everything">
        All topics, also those that come with later versions.
      </Way>
      <Way name={id} checked={!all} choose={() => setAll(false)} title="Only what I choose">
        {all ? "Topics are picked one by one." : `${chosen.size} of ${topics.length} chosen.`}
      </Way>
      <FieldError id={`${id}-error`} error={error} />
      <input
        type="hidden"
        name="topics"
        value={all ? "*" : [...chosen].toSorted().join(" ")}
        ref={followed}
      />
      {!all && (
        <div className="grid gap-4">
          <div className="relative sm:max-w-80">
            <Icon
              name="search"
              className="pointer-events-none absolute inset-s-2.5 top-1/2 -translate-y-1/2 text-muted"
            />
            <input
              type="search"
              className="input input-compact ps-9"
              placeholder="Find a topic"
              aria-label="Find a topic"
              autoComplete="off"
              value={sought}
              aria-invalid={Boolean(error) || undefined}
              onChange={(event) => setSought(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === "Enter") event.preventDefault();
              }}
            />
          </div>
          {shown.length === 0 && (
            <p className="text-muted" role="status">
              No topic has “{sought.trim()}” in it.
            </p>
          )}
          {byNoun(shown).map(([noun, group]) => (
            <Group key={noun} noun={noun} group={group} chosen={chosen} choose={choose} />
          ))}
        </div>
      )}
    </fieldset>
  );
}

function Way({
  name,
  checked,
  choose,
  title,
  children,
}: {
  name: string;
  checked: boolean;
  choose: () => void;
  title: string;
  children: React.ReactNode;
}) {
  return (
    <label className="flex items-start gap-2.5">
      <input
        type="radio"
        className="mt-1 shrink-0"
        name={name}
        checked={checked}
        onChange={choose}
      />
      <span>
        <span className="block font-medium">{title}</span>
        <span className="block text-sm text-muted">{children}</span>
      </span>
    </label>
  );
}

function Group({
  noun,
  group,
  chosen,
  choose,
}: {
  noun: string;
  group: Topic[];
  chosen: ReadonlySet<string>;
  choose: (names: string[], on: boolean) => void;
}) {
  const names = group.map(({ topic }) => topic);
  const count = names.filter((name) => chosen.has(name)).length;
  return (
    <div role="group" aria-label={nounWord(noun)} className="grid gap-2">
      <label className="flex items-center gap-2.5 border-b border-line pb-1.5 font-semibold">
        <input
          type="checkbox"
          checked={count === names.length}
          ref={(box) => {
            if (box) box.indeterminate = count > 0 && count < names.length;
          }}
          onChange={(event) => choose(names, event.target.checked)}
        />
        {nounWord(noun)}
        <span className="font-normal text-muted">
          {count} of {names.length}
        </span>
      </label>
      <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
        {group.map(({ topic, title }) => (
          <label key={topic} className="flex min-w-0 items-start gap-2.5">
            <input
              type="checkbox"
              className="mt-0.75 shrink-0"
              checked={chosen.has(topic)}
              onChange={(event) => choose([topic], event.target.checked)}
            />
            <span className="min-w-0">
              <code className="block font-mono text-sm break-all">{topic}</code>
              <span className="block text-sm text-muted">{title}</span>
            </span>
          </label>
        ))}
      </div>
    </div>
  );
}

const fits = ({ topic, title, noun }: Topic, sought: string) => {
  const word = sought.trim().toLowerCase();
  return [topic, title, nounWord(noun)].some((text) => text.toLowerCase().includes(word));
};
