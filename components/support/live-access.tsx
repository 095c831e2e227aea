"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useEffect } from "react";
import Link from "next/link";

import { Queries, read } from "@/components/query";
import { useReader } from "@/components/time/reader-context";
import { Time } from "@/components/time/time";
import { Icon } from "@/components/ui/icon";
import { minute } from "@/lib/clock";
import type { SupportGrant } from "@/lib/support/support";

import { EndNow } from "./end-now";

type Props = {
  /** who was inside when the page was first shown */
  live: SupportGrant[];
};

/** Says on every page who of the support staff is inside at this moment, and ends it with one press. */
export function LiveAccess({ live }: Props) {
  return (
    <Queries>
      <Inside live={live} />
    </Queries>
  );
}

function Inside({ live }: Props) {
  const reader = useReader();
  const here = usePathname();
  const { data, isStale, refetch } = useQuery({
    queryKey: ["support", "live", ...live.map(({ id }) => id)], // drawn anew by the server, it begins anew
    queryFn: async ({ signal }) =>
      (await read("/support-grants", { query: { part: "live" } }, signal)).data,
    initialData: live,
    staleTime: minute,
  });

  // The frame stays while one goes from page to page, so it asks again now and then.
  useEffect(() => {
    if (isStale) void refetch();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- at each change of the page, and only then
  }, [here]);

  if (data.length === 0) return null;
  return (
    <aside aria-label="Support access" className="inside">
      {data.map(({ id, staff, endsAt, origin, may }) => (
        <p key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <Icon name="eye" />
          <span className="min-w-0 flex-1 basis-56">
            <Link href={`/trust/support/${id}`} className="underline" prefetch={false}>
              <bdi>{staff.name}</bdi> is in this account
            </Link>{" "}
            until <Time at={endsAt!} reader={reader} as="clock" />
            {origin === "break_glass" && ", without your consent"}.
          </span>
          {may.includes("support.end") && (
            <EndNow grantId={id} staff={staff.name} small ended={() => void refetch()} />
          )}
        </p>
      ))}
    </aside>
  );
}
