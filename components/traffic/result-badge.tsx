import { Badge } from "@/components/ui/badge";
import { resultOf } from "@/lib/traffic/result";

import { resultMeanings, resultTones, resultWords } from "./words";

/** How a call ended: the number programs read, and the word for people. */
export function ResultBadge({ status }: { status: number }) {
  const result = resultOf(status);
  return (
    <Badge tone={resultTones[result]} title={resultMeanings[result]}>
      <span className="tabular-nums">{status}</span> {resultWords[result]}
    </Badge>
  );
}
