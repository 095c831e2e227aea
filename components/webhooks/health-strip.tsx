import type { WebhookView } from "@/lib/webhooks/webhook";

import { outcomeWords, took } from "./words";

const most = 30;

/** The newest attempts as bars, the newest at the end: tall ones arrived, short ones did not. Below, the same in words. */
export function HealthStrip({ recent }: Pick<WebhookView, "recent">) {
  const bars = recent.slice(0, most).toReversed();
  return (
    <div className="grid gap-1">
      <div className="strip" aria-hidden="true">
        {Array.from({ length: most - bars.length }, (_, place) => (
          <span key={place} />
        ))}
        {bars.map(({ at, outcome, durationMs }, place) => (
          <span
            key={`${at} ${place}`}
            data-outcome={outcome === "delivered" ? "good" : "bad"}
            title={`${outcomeWords[outcome]}, ${took(durationMs)}`}
          />
        ))}
      </div>
      <p className="text-sm text-muted">{healthInWords(recent)}</p>
    </div>
  );
}

function healthInWords(recent: WebhookView["recent"]) {
  if (recent.length === 0) return "Nothing was sent yet";
  const arrived = recent.filter(({ outcome }) => outcome === "delivered").length;
  if (recent.length === 1) return arrived ? "The only attempt arrived" : "The only attempt failed";
  const of = recent.length < most ? recent.length : `the last ${most}`;
  return `${arrived} of ${of} attempts arrived`;
}
