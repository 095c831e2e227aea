import Link from "next/link";
import type { ReactNode } from "react";

import { took } from "@/components/webhooks/words";
import type { Overview } from "@/lib/traffic/traffic";

import { callsAt, periodWords, share, size } from "./words";
import { inDigits } from "@/lib/intl";

/** The period in four numbers, each in plain words and with the way to the calls behind it. */
export function Tiles({ overview: { period, total } }: { overview: Overview }) {
  const { calls, refused, failed, limited, bytesOut, p50, p95, p99 } = total;
  return (
    <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
      <Tile
        name="Calls"
        number={<Count of={calls} filter={{ period }} />}
        says={`${periodWords[period]}. ${size(bytesOut)} went out.`}
      />
      <Tile
        name="Errors"
        number={share(refused + failed, calls)}
        says={
          <>
            <Count of={refused} filter={{ period, result: "refused" }} /> refused, because of how
            they were made; <Count of={failed} filter={{ period, result: "failed" }} /> failed on
            our side.
          </>
        }
      />
      <Tile
        name="Rate-limited"
        number={<Count of={limited} filter={{ period, result: "limited" }} />}
        says="Came too fast and were asked to wait."
      />
      <Tile
        name="Half answered within"
        number={p50 === null ? "–" : <a href="#slowest">{took(p50)}</a>}
        says={
          p95 === null || p99 === null
            ? "Nothing was measured."
            : `95 of 100 within ${took(p95)}, 99 of 100 within ${took(p99)}.`
        }
      />
    </ul>
  );
}

function Tile({ name, number, says }: { name: string; number: ReactNode; says: ReactNode }) {
  return (
    <li className="card px-4.5 py-3">
      <p className="font-medium">{name}</p>
      <p className="text-2xl font-semibold tabular-nums [&_a:hover]:underline">{number}</p>
      <p className="text-sm text-muted">{says}</p>
    </li>
  );
}

/** A number of calls, which leads to them. */
export function Count({ of, filter }: { of: number; filter: Record<string, string> }) {
  const told = inDigits(of);
  if (of === 0) return told;
  return (
    <Link
      className="tabular-nums underline decoration-line underline-offset-4 hover:decoration-current"
      href={callsAt(filter)}
      prefetch={false}
    >
      {told}
    </Link>
  );
}
