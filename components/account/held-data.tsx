import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import type { DataClass, HeldData } from "@/lib/accounts/held-data";

import { classWords } from "./data-words";

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
            <td data-label="What">
              <div className="max-w-md">
                <span className="font-semibold">{classWords[name].name}</span>
                <span className="block text-sm text-muted">{classWords[name].about}</span>
              </div>
            </td>
            <td data-label="How many" className="tabular-nums">
              {count === null ? "not counted" : new Intl.NumberFormat("en-GB").format(count)}
            </td>
            <td data-label="The oldest">
              {since ? <Time at={since} reader={reader} as="day" /> : "none"}
            </td>
            <td data-label="Kept">{keptFor(name, days)}</td>
            <td data-label="Goes next">
              {nextAt ? <Time at={nextAt} reader={reader} as="day" /> : "not by itself"}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const keptFor = (name: DataClass, days: number | null) =>
  days === null
    ? "As long as the account is used"
    : `${days === 1 ? "One day" : `${days} days`}${classWords[name].after ?? ""}`;
