import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import type { CallPage } from "@/lib/traffic/traffic";

/** How long calls are kept, and what the last clean-up has left. */
export function KeptNote({ kept, reader }: { kept: CallPage["kept"]; reader: Reader }) {
  return (
    <p className="pt-5 text-sm text-muted">
      Calls are kept for {kept.days} days, then destroyed.{" "}
      {kept.cleanedAt ? (
        <>
          Last cleaned up <Time at={kept.cleanedAt} reader={reader} />
          {kept.since && (
            <>
              ; there are calls since <Time at={kept.since} reader={reader} as="day" />
            </>
          )}
          .
        </>
      ) : (
        "Nothing was old enough to be cleaned up yet."
      )}{" "}
      Query strings, bodies, keys and cookies are never kept.
    </p>
  );
}
