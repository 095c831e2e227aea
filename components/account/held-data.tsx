import type { ReactNode } from "react";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import type { DataClass, HeldData } from "@/lib/accounts/held-data";

import { classWords } from "./data-words";
import { inDigits } from "@/lib/intl";

/** What the account holds: each class with what for, since when, and for how long. */
export function HeldDataTable({ data, reader }: { data: HeldData["data"]; reader: Reader }) {
  return (
    <table className="table stack-table">
      <thead>
        <tr>
          <th>What</th>
          <th>How many</th>
          <th>The oldest</th>
          <th>Kept</th>
          <th>Goes next</th>
        </tr>
      </thead>
      <tbody>
        {data.map(({ class: name, count, since, days, nextAt }) => (
          <tr key={name}>
            <td className="cell-first">
              <div className="max-w-md py-1">
                <span className="font-semibold">{classWords[name].name}</span>
                <span className="block text-sm text-muted">{classWords[name].about}</span>
              </div>
            </td>
            <Cell head="How many">{count === null ? "not counted" : inDigits(count)}</Cell>
            <Cell head="The oldest">
              {since ? <Time at={since} reader={reader} as="day" /> : "none"}
            </Cell>
            <Cell head="Kept">{keptFor(name, days)}</Cell>
            <Cell head="Goes next">
              {nextAt ? <Time at={nextAt} reader={reader} as="day" /> : "not by itself"}
            </Cell>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** On a phone, where the heads are out of sight, each cell says what it tells. */
function Cell({ head, children }: { head: string; children: ReactNode }) {
  return (
    <td className="tabular-nums">
      <span className="text-sm text-muted md:hidden">{head}: </span>
      {children}
    </td>
  );
}

const keptFor = (name: DataClass, days: number | null) =>
  days === null
    ? "as long as the account is used"
    : `${days === 1 ? "one day" : `${days} days`}${classWords[name].after ?? ""}`;
