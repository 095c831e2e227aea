"use client";

import { useEffect, useRef, useState } from "react";

import { Icon } from "@/components/ui/icon";
import { roleWords, statusWords } from "@/components/words";

import { everyone, isNarrowed, type ListFilter } from "./user-filter";
import { inDigits } from "@/lib/intl";

type Props = {
  filter: ListFilter;
  show: (next: ListFilter, replace?: boolean) => void;
  total: number | undefined;
  /** whether the total belongs to what is asked now */
  settled: boolean;
};

const rest = 200; // milliseconds of rest before typing becomes a search

/** Search as you type, status, role; beside them how many match. Without JavaScript it is a plain form. */
export function FilterBar({ filter, show, total, settled }: Props) {
  const [typed, setTyped] = useTyped(filter, show);

  return (
    <search className="flex flex-wrap items-center gap-2">
      <form action="/users" className="contents" onSubmit={(event) => event.preventDefault()}>
        <div className="relative min-w-56 flex-1 sm:max-w-80">
          <Icon
            name="search"
            className="pointer-events-none absolute inset-s-2.5 top-1/2 -translate-y-1/2 text-muted"
          />
          <input
            type="search"
            name="q"
            className="input input-compact ps-9"
            placeholder="Name or e-mail address"
            aria-label="Search users by name or e-mail address"
            autoComplete="off"
            dir="auto"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <Choice
          label="Status"
          value={filter.status}
          words={statusWords}
          any="Any status"
          choose={(status) => show({ ...filter, cursor: "", status })}
        />
        <Choice
          label="Role"
          value={filter.role}
          words={roleWords}
          any="Any role"
          choose={(role) => show({ ...filter, cursor: "", role })}
        />
        <div className="md:hidden">
          <Choice
            label="Sort by"
            value={filter.sort}
            words={sortWords}
            choose={(sort) => show({ ...filter, cursor: "", sort: sort || "name" })}
          />
        </div>
        {isNarrowed(filter) && (
          <button
            type="button"
            className="btn btn-quiet btn-small"
            onClick={() => {
              setTyped("");
              show({ ...everyone, sort: filter.sort });
            }}
          >
            <Icon name="close" />
            Clear
          </button>
        )}
      </form>
      {/* On a slow start the list is already being looked at again when the browser takes over. */}
      <p className="ms-auto text-sm text-muted tabular-nums" role="status" suppressHydrationWarning>
        {total === undefined || !settled ? "" : countOf(total, isNarrowed(filter))}
      </p>
    </search>
  );
}

const sortWords = {
  name: "Name, A to Z",
  "-name": "Name, Z to A",
  email: "E-mail, A to Z",
  role: "Role, owners first",
  status: "Status",
  "-lastSeenAt": "Last seen, newest first",
  "-createdAt": "Added, newest first",
};

function Choice<T extends string>({
  label,
  value,
  words,
  any,
  choose,
}: {
  label: string;
  value: T | "";
  words: Partial<Record<T, string>>;
  any?: string;
  choose: (value: T | "") => void;
}) {
  return (
    <select
      aria-label={label}
      className="input input-compact w-auto!"
      value={value}
      onChange={(event) => choose(event.target.value as T | "")}
    >
      {any && <option value="">{any}</option>}
      {Object.entries(words).map(([word, said]) => (
        <option key={word} value={word}>
          {said as string}
        </option>
      ))}
    </select>
  );
}

/** What is typed runs ahead of the address bar and follows it when Back is pressed. */
function useTyped(filter: ListFilter, show: Props["show"]) {
  const [typed, setTyped] = useState(filter.q);
  const asked = useRef(filter.q);

  useEffect(() => {
    if (filter.q === asked.current) return;
    asked.current = filter.q;
    setTyped(filter.q);
  }, [filter.q]);

  useEffect(() => {
    if (typed === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = typed;
      show({ ...filter, cursor: "", q: typed }, true);
    }, rest);
    return () => clearTimeout(timer);
  });

  return [typed, setTyped] as const;
}

function countOf(total: number, narrowed: boolean) {
  const number = inDigits(total);
  if (narrowed) return total === 1 ? "1 user matches" : `${number} users match`;
  return total === 1 ? "1 user" : `${number} users`;
}
