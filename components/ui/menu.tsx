"use client";

import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { Icon, type IconName } from "./icon";

export type MenuEntry =
  | { label: string; icon?: IconName; onSelect: () => void; danger?: boolean }
  | { label: string; icon?: IconName; href: string; danger?: boolean }
  | "rule";

type Props = {
  label: string;
  className?: string;
  side?: "left" | "right";
  entries: MenuEntry[];
  children: ReactNode;
};

/** A button with a menu: a native popover, arrow keys, Home, End, Escape. The entries exist only while it is open. */
export function Menu({
  label,
  className = "btn btn-quiet btn-square",
  side = "left",
  entries,
  children,
}: Props) {
  const id = useId();
  const popover = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  function items() {
    return [...(popover.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  }

  function move(event: KeyboardEvent) {
    const all = items();
    const here = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all.at(to % all.length)?.focus();
  }

  return (
    <>
      <button
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        popoverTarget={id}
      >
        {children}
      </button>
      <div
        ref={popover}
        id={id}
        role="menu"
        aria-label={label}
        popover="auto"
        className="menu"
        data-side={side}
        onKeyDown={move}
        onToggle={(event) => {
          const opened = event.newState === "open";
          setOpen(opened);
          if (opened) requestAnimationFrame(() => items()[0]?.focus());
        }}
      >
        {open &&
          entries.map((entry, index) =>
            entry === "rule" ? (
              <hr key={index} className="menu-rule" />
            ) : (
              <Item key={entry.label} entry={entry} close={() => popover.current?.hidePopover()} />
            ),
          )}
      </div>
    </>
  );
}

function Item({ entry, close }: { entry: Exclude<MenuEntry, "rule">; close: () => void }) {
  const inside = (
    <>
      {entry.icon && <Icon name={entry.icon} />}
      {entry.label}
    </>
  );
  const look = {
    role: "menuitem",
    tabIndex: -1,
    className: "menu-item",
    "data-tone": entry.danger ? "danger" : undefined,
  };
  if ("href" in entry)
    return (
      <a {...look} href={entry.href}>
        {inside}
      </a>
    );
  return (
    <button
      {...look}
      type="button"
      onClick={() => {
        close();
        entry.onSelect();
      }}
    >
      {inside}
    </button>
  );
}
