import type { ReactNode } from "react";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge, type Tone } from "@/components/ui/badge";
import type { LocationView, What } from "@/lib/locations/location";

const names: Record<What, string> = {
  database: "Database",
  files: "Files",
  logs: "Technical log",
  backups: "Backups",
  processor: "At a processor",
};

const states: Record<LocationView["state"], { tone: Tone; says: string }> = {
  planned: { tone: "warn", says: "Planned" },
  current: { tone: "good", says: "Today" },
  ended: { tone: "gone", says: "Ended" },
  "called off": { tone: "gone", says: "Called off" },
};

/** Places where data lives, each with what is kept there and since when. */
export function LocationList({
  data,
  reader,
  actions,
}: {
  data: LocationView[];
  reader: Reader;
  /** what can be done about one */
  actions?: (location: LocationView) => ReactNode;
}) {
  return (
    <ul className="divide-y divide-line">
      {data.map((location) => {
        const { id, what, provider, place, country, kind, region, url, since, until, state } =
          location;
        return (
          <li key={id} className="grid gap-2 py-4 first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
              <h3 className="min-w-0 font-semibold">{names[what]}</h3>
              <Badge tone={states[state].tone}>{states[state].says}</Badge>
            </div>
            <p>
              <bdi>{provider}</bdi>, <bdi>{place}</bdi>, <bdi>{country}</bdi>
              <span className="block text-sm text-muted">
                <bdi>{kind}</bdi>
                {region && (
                  <>
                    , region <bdi>{region}</bdi>
                  </>
                )}
                , {state === "called off" ? "was planned " : ""}from{" "}
                <Time at={since} reader={reader} as="day" />
                {until && state !== "called off" && (
                  <>
                    {" "}
                    until <Time at={until} reader={reader} as="day" />
                  </>
                )}
              </span>
            </p>
            {url && (
              <p>
                <a className="link break-all" href={url} rel="noreferrer">
                  How the provider keeps it safe
                </a>
              </p>
            )}
            {actions?.(location)}
          </li>
        );
      })}
    </ul>
  );
}
