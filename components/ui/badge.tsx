import type { ReactNode } from "react";

export type Tone = "good" | "warn" | "calm" | "danger" | "gone" | "plain";

export function Badge({
  tone,
  children,
  title,
}: {
  tone: Tone;
  children: ReactNode;
  title?: string;
}) {
  return (
    <span className="badge" data-tone={tone} title={title}>
      {children}
    </span>
  );
}
