import type { ReactNode } from "react";

/** The heading of a page outside the panel. */
export function DoorTitle({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="grid gap-1">
      <h1>{title}</h1>
      {children && <p className="text-muted">{children}</p>}
    </header>
  );
}
