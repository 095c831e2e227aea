import type { ReactNode } from "react";

import { Icon } from "./icon";

/** A sentence the page wants read, with what can be done about it. `alert` speaks at once. */
export function Notice({
  tone = "calm",
  alert,
  title,
  children,
}: {
  tone?: "calm" | "good" | "warn" | "danger";
  alert?: boolean;
  title?: string;
  children?: ReactNode;
}) {
  return (
    <div className="notice" data-tone={tone} role={alert ? "alert" : undefined}>
      <Icon name={tone === "good" ? "check" : tone === "calm" ? "info" : "warn"} />
      <div className="grid gap-1">
        {title && <p className="font-semibold">{title}</p>}
        {children}
      </div>
    </div>
  );
}
