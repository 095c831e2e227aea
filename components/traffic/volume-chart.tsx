"use client";

import { useRouter } from "next/navigation";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";

import { clock, onDay, type Reader } from "@/components/time/moment";
import { results } from "@/lib/traffic/result";
import type { Overview } from "@/lib/traffic/traffic";

import { dayInUtc, stepEnd, stepName } from "./steps";
import { callsAt, resultWords } from "./words";

type Step = Overview["buckets"][number] & { ok: number };

/** Bars by result, stacked. The table below it says the same to whoever does not see it. */
export default function VolumeChart({ overview, reader }: { overview: Overview; reader: Reader }) {
  const router = useRouter();
  const { buckets, span } = overview;
  const steps: Step[] = buckets.map((one) => ({
    ...one,
    ok: one.calls - one.refused - one.limited - one.failed,
  }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={steps}
        accessibilityLayer={false}
        margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
        barCategoryGap="12%"
        onClick={({ activeLabel }) => {
          const step = steps.find(({ at }) => at === activeLabel);
          if (step?.calls) router.push(callsAt({ from: step.at, to: stepEnd(step.at, span) }));
        }}
      >
        <CartesianGrid vertical={false} stroke="var(--color-line)" />
        <XAxis
          dataKey="at"
          tickFormatter={(at: string) => tickName(at, overview, reader)}
          tick={{ fill: "var(--color-muted)", fontSize: 12 }}
          tickLine={false}
          axisLine={{ stroke: "var(--color-edge)" }}
          minTickGap={24}
        />
        <YAxis
          width={44}
          allowDecimals={false}
          tick={{ fill: "var(--color-muted)", fontSize: 12 }}
          tickLine={false}
          axisLine={false}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: "var(--color-sunken)" }}
          content={({ active, payload }) => {
            const step = payload?.[0]?.payload as Step | undefined;
            return active && step ? <Told step={step} span={span} reader={reader} /> : null;
          }}
        />
        {results.map((result) => (
          <Bar
            key={result}
            dataKey={result}
            stackId="calls"
            fill={`var(--result-${result})`}
            isAnimationActive={false}
            className="cursor-pointer"
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

function Told({ step, span, reader }: { step: Step; span: number; reader: Reader }) {
  return (
    <div className="card px-3 py-2 text-sm shadow-float">
      <p className="font-medium">{stepName(step.at, span, reader)}</p>
      {results.map((result) => (
        <p key={result} className="flex items-center gap-1.5 tabular-nums">
          <span className="swatch" data-result={result} />
          {resultWords[result]}: {step[result]}
        </p>
      ))}
    </div>
  );
}

/** Times within a day, days beyond it. */
const tickName = (at: string, { period, span }: Overview, reader: Reader) =>
  period === "hour" || period === "day"
    ? clock(new Date(at), reader)
    : span < 86_400
      ? onDay(new Date(at), reader, new Date())
      : dayInUtc(at, reader);
