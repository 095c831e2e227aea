import type { Refusal } from "@/lib/gate/failure";

import { Notice } from "./notice";

/** Where a refused person goes next, for the refusals that name a way out. */
const ways: Partial<Record<Refusal["code"], { href: string; says: string; newTab?: boolean }>> = {
  last_owner: { href: "/users?status=active&sort=-role", says: "Choose who becomes an owner" },
  already_deleted: { href: "/users?status=deleted", says: "Open the bin" },
  unauthenticated: {
    href: "/sign-in",
    says: "Sign in in a new tab, then try again here",
    newTab: true,
  },
  grant_ended: { href: "/operator/support?access=ended", says: "To your requests" },
  already_set_up: { href: "/sign-in", says: "Sign in" },
  link_dead: { href: "/forgot-password", says: "Ask for a fresh link" },
};

/** Codes behind which something broke, so that the request id helps whoever is asked. */
const broken = new Set<Refusal["code"]>(["internal", "unavailable"]);

/** Says which rule refused and what to do instead. */
export function RefusalNotice({ refusal }: { refusal: Refusal }) {
  const way = ways[refusal.code];
  return (
    <Notice tone="danger" alert>
      <p>{refusal.says}</p>
      {refusal.retryAfter && (
        <p className="text-sm text-muted">Try again in {waitOf(refusal.retryAfter)}.</p>
      )}
      {way && (
        <p>
          <a
            className="link"
            href={way.href}
            target={way.newTab ? "_blank" : undefined}
            rel="noopener"
          >
            {way.says}
          </a>
        </p>
      )}
      {broken.has(refusal.code) && refusal.requestId && (
        <p className="text-sm text-muted">
          Request id <code className="font-mono select-all">{refusal.requestId}</code>
        </p>
      )}
    </Notice>
  );
}

function waitOf(seconds: number) {
  if (seconds < 90) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
