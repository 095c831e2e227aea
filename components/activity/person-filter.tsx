"use client";

import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";

import { read } from "@/components/query";
import { Icon } from "@/components/ui/icon";
import type { UserRow } from "@/lib/users/user";

type Props = {
  /** the filter's word in the address */
  name: "actor" | "object";
  label: string;
  /** who is chosen now */
  chosen: { id: string; name: string } | null;
};

/** Finds a user by typing a part of the name and narrows the feed to them. */
export function PersonFilter({ name, label, chosen: before }: Props) {
  const id = useId();
  const [chosen, setChosen] = useState(before);
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState<UserRow[]>([]);
  const [active, setActive] = useState(0);
  const hidden = useRef<HTMLInputElement>(null);
  const open = typed.trim() !== "";

  useEffect(() => {
    if (!open) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      read("/users", { query: { q: typed.trim(), limit: 6 } }, stop.signal).then(
        (page) => {
          setFound(page.data);
          setActive(0);
        },
        () => setFound([]),
      );
    }, 150);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [open, typed]);

  function choose(next: { id: string; name: string } | null) {
    setChosen(next);
    setTyped("");
    setFound([]);
    requestAnimationFrame(() =>
      hidden.current?.dispatchEvent(new Event("input", { bubbles: true })),
    );
  }

  function press(event: KeyboardEvent) {
    if (!open || found.length === 0) return;
    if (event.key === "ArrowDown") setActive((active + 1) % found.length);
    else if (event.key === "ArrowUp") setActive((active + found.length - 1) % found.length);
    else if (event.key === "Enter") choose(found[active]!);
    else if (event.key === "Escape") setTyped("");
    else return;
    event.preventDefault();
  }

  return (
    <div className="relative">
      <input ref={hidden} type="hidden" name={name} value={chosen?.id ?? ""} />
      {chosen ? (
        <span className="chip min-h-8">
          {label} <bdi className="max-w-40 truncate font-medium">{chosen.name}</bdi>
          <button
            type="button"
            aria-label={`Remove the filter ${label} ${chosen.name}`}
            onClick={() => choose(null)}
          >
            <Icon name="close" />
          </button>
        </span>
      ) : (
        <input
          type="text"
          role="combobox"
          className="input input-compact w-36!"
          placeholder={label}
          aria-label={`${label}: a part of the name or address`}
          aria-expanded={open && found.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={found[active] ? `${id}-${active}` : undefined}
          autoComplete="off"
          dir="auto"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onInput={(event) => event.stopPropagation()}
          onKeyDown={press}
          onBlur={() => setTimeout(() => setTyped(""), 150)}
        />
      )}
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label="Users found"
        hidden={!open || found.length === 0}
        className="pick"
      >
        {found.map((user, index) => (
          <li
            key={user.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className="menu-item flex-col items-start! gap-0! aria-selected:bg-hover"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(user)}
          >
            <bdi className="font-medium">{user.name}</bdi>
            <bdi className="text-sm text-muted">{user.email}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}
