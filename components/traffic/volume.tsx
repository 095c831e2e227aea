"use client";

import dynamic from "next/dynamic";
import Link from "next/link";

import type { Reader } from "@/components/time/moment";
import { Icon } from "@/components/ui/icon";
import { Section } from "@/components/ui/section";
import { took } from "@/components/webhooks/words";
import { results } from "@/lib/traffic/result";
import type { Overview } from "@/lib/traffic/traffic";

import { stepEnd, stepName } from "./steps";
import { callsAt, resultWords } from "./words";

/** The chart weighs more than the page, so it comes after it, and only to a browser. */
const VolumeChart = dynamic(() => import("./volume-chart"), {
  ssr: false,
  loading: () => <span className="skeleton size-full!" />,
});

type Props = { overview: Overview; reader: Reader };

/** How many calls came when, and how they ended: to see, and the same to read. */
export function Volume({ overview, reader }: Props) {
  return (
    <Section title="Calls over time" about={aboutSpan(overview)}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <div className="h-56" aria-hidden="true">
          <VolumeChart overview={overview} reader={reader} />
        </div>
        <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm" aria-hidden="true">
          {results.map((result) => (
            <li key={result} className="flex items-center gap-1.5">
              <span className="swatch" data-result={result} />
              {resultWords[result]}
            </li>
          ))}
        </ul>
        <details className="event group">
          <summary className="inline-flex min-h-7 cursor-pointer items-center gap-1 text-sm text-muted hover:text-ink">
            <Icon name="right" className="group-open:rotate-90" />
            The same as a table
          </summary>
          <VolumeTable overview={overview} reader={reader} />
        </details>
      </div>
    </Section>
  );
}

/** The steps with calls, the newest first. */
function VolumeTable({ overview: { buckets, span }, reader }: Props) {
  const busy = buckets.filter(({ calls }) => calls > 0).toReversed();
  if (busy.length === 0) return <p className="pt-2 text-muted">Nobody called.</p>;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be reached by keyboard
    <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="Calls over time">
      <table className="ranking min-w-120">
        <thead>
          <tr>
            <th>From</th>
            <th>Calls</th>
            {results.slice(1).map((result) => (
              <th key={result}>{resultWords[result]}</th>
            ))}
            <th>95 of 100 within</th>
          </tr>
        </thead>
        <tbody>
          {busy.map(({ at, calls, refused, limited, failed, p95 }) => (
            <tr key={at}>
              <th scope="row" suppressHydrationWarning>
                {stepName(at, span, reader)}
              </th>
              <td>
                <Link
                  className="link"
                  href={callsAt({ from: at, to: stepEnd(at, span) })}
                  prefetch={false}
                >
                  {calls}
                </Link>
              </td>
              <td>{refused}</td>
              <td>{limited}</td>
              <td>{failed}</td>
              <td>{p95 !== null && took(p95)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const aboutSpan = ({ span }: Overview) =>
  ({
    60: "By the minute. A bar leads to its calls.",
    3_600: "By the hour. A bar leads to its calls.",
  })[span] ?? "By the day, in UTC. A bar leads to its calls.";
