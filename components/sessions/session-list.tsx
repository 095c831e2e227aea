import type { ReactNode } from "react";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icon";
import type { SessionView } from "@/lib/sessions/session";
import { displayNames } from "@/lib/intl";

/** Where someone is signed in, newest first. */
export function SessionList({
  sessions,
  reader,
  end,
}: {
  sessions: SessionView[];
  reader: Reader;
  /** the button that ends one */
  end: (session: SessionView) => ReactNode;
}) {
  return (
    <ul className="card divide-y divide-line">
      {sessions.map((session) => (
        <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4.5 py-3.5">
          <span className="grid size-9 place-items-center rounded-md bg-sunken text-muted">
            <Icon name={session.kind === "api" ? "security" : "sessions"} />
          </span>
          <div className="min-w-0 flex-1 basis-52">
            <p className="flex flex-wrap items-center gap-x-2 font-semibold">
              <bdi>{session.device}</bdi>
              {session.current && <Badge tone="good">This one</Badge>}
              {session.kind === "api" && <Badge tone="plain">API</Badge>}
            </p>
            <p className="text-sm text-muted">
              {session.place && <>{placeOf(session.place, reader)} · </>}
              started <Time at={session.startedAt} reader={reader} /> · last seen{" "}
              <Time at={session.lastSeenAt} reader={reader} />
            </p>
          </div>
          {end(session)}
        </li>
      ))}
    </ul>
  );
}

/** A country code in the reader's words; anything else as it is. */
function placeOf(place: string, { locale }: Reader) {
  if (!/^[A-Z]{2}$/.test(place)) return place;
  return displayNames(locale, { type: "region" }).of(place) ?? place;
}
