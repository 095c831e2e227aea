import Link from "next/link";

import { type Period, periods } from "@/lib/traffic/traffic";

import { periodWords } from "./words";

/** How far back the overview looks. Each period has an address, so Back works and a link shows the same. */
export function PeriodSwitch({ period }: { period: Period }) {
  return (
    <nav aria-label="Period" className="switch">
      {periods.map((one) => (
        <Link
          key={one}
          href={one === "day" ? "/developers" : `/developers?period=${one}`}
          aria-current={one === period ? "page" : undefined}
          prefetch={false}
          scroll={false}
        >
          {periodWords[one]}
        </Link>
      ))}
    </nav>
  );
}
