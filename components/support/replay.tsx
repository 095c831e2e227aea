"use client";

import { useState } from "react";

import { useReader } from "@/components/time/reader-context";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Empty } from "@/components/ui/empty";
import { Icon } from "@/components/ui/icon";
import type { SupportStep } from "@/lib/support/support";

import { StepFacts } from "./step-facts";
import { kindTones, kindWords, stepWords } from "./words";

/** Goes through what was looked at and done, one step after the other, with the whole course beside it. */
export function Replay({ steps, staff }: { steps: SupportStep[]; staff: string }) {
  const [at, setAt] = useState(0);
  const reader = useReader();
  const step = steps[at];
  if (!step)
    return <Empty title="No step yet">{`${staff} has not looked at anything with it.`}</Empty>;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="grid content-start gap-4">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="font-semibold" role="status">
            Step {at + 1} of {steps.length}
          </p>
          <p className="flex gap-2">
            <button
              type="button"
              className="btn btn-small"
              disabled={at === 0}
              onClick={() => setAt(at - 1)}
            >
              <Icon name="back" />
              Previous
            </button>
            <button
              type="button"
              className="btn btn-small"
              disabled={at === steps.length - 1}
              onClick={() => setAt(at + 1)}
            >
              Next
              <Icon name="next" />
            </button>
          </p>
        </div>
        <StepFacts step={step} reader={reader} />
      </div>
      <nav aria-label="All steps" className="max-h-120 overflow-y-auto">
        <ol className="grid gap-0.5">
          {steps.map((one, index) => (
            <li key={one.id}>
              <button
                type="button"
                className="flex w-full flex-wrap items-center gap-x-3 gap-y-0.5 rounded-md px-2.5 py-1.5 text-start hover:bg-hover aria-[current]:bg-accent-soft"
                aria-current={index === at ? "step" : undefined}
                onClick={() => setAt(index)}
              >
                <span className="text-sm text-muted">
                  <Time at={one.at} reader={reader} as="second" />
                </span>
                <span className="min-w-0 flex-1">{stepWords(one)}</span>
                <Badge tone={kindTones[one.kind]}>{kindWords[one.kind]}</Badge>
              </button>
            </li>
          ))}
        </ol>
      </nav>
    </div>
  );
}
