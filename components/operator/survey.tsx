import Link from "next/link";
import type { ReactNode } from "react";

import { Section } from "@/components/ui/section";
import { type Overview, type Period, periods, type Sums } from "@/lib/traffic/traffic";
import { inDigits } from "@/lib/intl";

type Props = { survey: Omit<Overview, "keys" | "endpoints"> };

const periodWords = {
  hour: "The last hour",
  day: "The last day",
  week: "The last week",
  month: "The last 30 days",
} satisfies Record<Period, string>;

/** The traffic of the whole installation: how much, how well, how fast, for what. */
export function Survey({ survey }: Props) {
  const { period, total, webhooks, operations, slowest, buckets } = survey;
  const busy = buckets.filter(({ calls }) => calls > 0).toReversed();
  return (
    <div className="grid grid-cols-1 gap-5">
      <nav aria-label="Period" className="flex flex-wrap gap-2">
        {periods.map((one) => (
          <Link
            key={one}
            className="btn btn-small aria-[current]:border-accent aria-[current]:text-accent"
            href={`/operator/traffic?period=${one}`}
            aria-current={one === period ? "page" : undefined}
            prefetch={false}
            scroll={false}
          >
            {periodWords[one]}
          </Link>
        ))}
      </nav>
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
        <Tile name="Calls" number={number(total.calls)}>
          {number(total.bytesIn / 1_024)} kB came in, {number(total.bytesOut / 1_024)} kB went out.
        </Tile>
        <Tile name="Errors" number={share(total.refused + total.failed, total.calls)}>
          {number(total.refused)} refused, {number(total.failed)} failed on our side,{" "}
          {number(total.limited)} rate-limited.
        </Tile>
        <Tile name="Half answered within" number={ms(total.p50)}>
          95 of 100 within {ms(total.p95)}, 99 of 100 within {ms(total.p99)}.
        </Tile>
        <Tile name="Webhook attempts" number={number(webhooks.calls)}>
          {number(webhooks.refused + webhooks.failed + webhooks.limited)} did not arrive. Half took{" "}
          {ms(webhooks.p50)}.
        </Tile>
      </ul>
      <Section title="Asked for most" about="Operations by the number of calls.">
        <SumsTable
          first="Operation"
          rows={operations.map((one) => ({ name: one.operation, ...one }))}
        />
      </Section>
      <Section title="Slowest" about="Operations by what 99 of 100 calls stay below.">
        <SumsTable
          first="Operation"
          rows={slowest.map((one) => ({ name: one.operation, ...one }))}
        />
      </Section>
      <Section title="Over time" about="Steps with calls, the newest first, in UTC.">
        <SumsTable
          first="From"
          rows={busy.map((one) => ({ name: one.at.slice(0, 16).replace("T", " "), ...one }))}
        />
      </Section>
    </div>
  );
}

function Tile({
  name,
  number: shown,
  children,
}: {
  name: string;
  number: string;
  children: ReactNode;
}) {
  return (
    <li className="card px-4.5 py-3">
      <p className="font-medium">{name}</p>
      <p className="text-2xl font-semibold tabular-nums">{shown}</p>
      <p className="text-sm text-muted">{children}</p>
    </li>
  );
}

const heads = ["Calls", "Refused", "Limited", "Failed", "p50", "p95", "p99", "Slowest"];

function SumsTable({ first, rows }: { first: string; rows: (Sums & { name: string })[] }) {
  if (!rows.length) return <p className="text-muted">Nobody called.</p>;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be reached by keyboard
    <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={`${first} and sums`}>
      <table className="w-full min-w-160 text-sm">
        <thead className="text-muted">
          <tr>
            <th scope="col" className="pb-1.5 text-start font-medium">
              {first}
            </th>
            {heads.map((head) => (
              <th key={head} scope="col" className="pb-1.5 ps-3 text-end font-medium">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className="border-t border-line">
              <th scope="row" className="py-1.5 text-start font-medium">
                {row.name}
              </th>
              {[row.calls, row.refused, row.limited, row.failed].map((one, index) => (
                <td key={index} className="ps-3 text-end">
                  {number(one)}
                </td>
              ))}
              {[row.p50, row.p95, row.p99, row.slowest].map((one, index) => (
                <td key={index} className="ps-3 text-end whitespace-nowrap">
                  {ms(one)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const number = (count: number) => inDigits(Math.round(count));
const ms = (took: number | null) => (took === null ? "–" : `${took.toFixed(took < 10 ? 1 : 0)} ms`);
const share = (part: number, all: number) =>
  all === 0 ? "–" : `${((part / all) * 100).toFixed(1)} %`;
