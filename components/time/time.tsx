import { clock, inFull, inUtc, inWords, onDay, type Reader, toTheSecond } from "./moment";

type Form = "words" | "day" | "clock" | "second" | "full";

/** A time as the reader tells it, with the exact UTC on hover. */
export function Time({ at, reader, as = "words" }: { at: string; reader: Reader; as?: Form }) {
  const when = new Date(at);
  return (
    <time dateTime={at} title={inUtc(when)} className="whitespace-nowrap" suppressHydrationWarning>
      {told(when, reader, as)}
    </time>
  );
}

function told(at: Date, reader: Reader, as: Form) {
  const now = new Date();
  if (as === "full") return inFull(at, reader);
  if (as === "clock") return clock(at, reader);
  if (as === "second") return toTheSecond(at, reader);
  if (as === "day") return onDay(at, reader, now);
  return inWords(at, reader, now);
}
