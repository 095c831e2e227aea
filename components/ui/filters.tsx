import Link from "next/link";
import type { ReactNode } from "react";

import { Icon } from "./icon";

type ChoiceProps = {
  name: string;
  label: string;
  /** what it says when nothing is chosen */
  any: string;
  chosen: string;
  children: ReactNode;
};

/** One of a few words that narrow a list. */
export function Choice({ name, label, any, chosen, children }: ChoiceProps) {
  return (
    <select
      name={name}
      aria-label={label}
      className="input input-compact w-auto! max-w-full sm:max-w-56"
      defaultValue={chosen}
    >
      <option value="">{any}</option>
      {children}
    </select>
  );
}

/** A day from which, or to which, a list is narrowed. */
export function Day({ name, label, chosen }: { name: string; label: string; chosen: string }) {
  return (
    <label className="flex items-center gap-1.5 text-muted">
      {label}
      <input
        type="date"
        name={name}
        className="input input-compact w-auto!"
        defaultValue={chosen}
      />
    </label>
  );
}

/** Says that a list is narrowed to what one request has led to. */
export function OneRequest({ chosen }: { chosen: string }) {
  if (!chosen) return null;
  return (
    <label className="chip min-h-8 pe-2">
      <input type="hidden" name="request" value={chosen} />
      One request <code className="max-w-28 truncate font-mono text-xs">{chosen}</code>
    </label>
  );
}

/** Leads back to the list without filters; nothing where there are none. */
export function Clear({ search, address }: { search: URLSearchParams; address: string }) {
  if (search.size === 0) return null;
  return (
    <Link className="btn btn-quiet btn-small" href={address}>
      <Icon name="close" />
      Clear
    </Link>
  );
}
