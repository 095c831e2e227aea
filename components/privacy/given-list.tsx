import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import type { Privacy } from "@/lib/privacy/privacy";
import { inDigits } from "@/lib/intl";

type Props = { given: Privacy["given"]; reader: Reader };

/** To whom one's data was given, added up. */
export function GivenList({ given, reader }: Props) {
  if (!given.length) {
    return <p className="text-muted">Nothing about you was given to anybody yet.</p>;
  }
  return (
    <ul className="grid gap-2">
      {given.map(({ whom, what, why, count, lastAt }) => (
        <li key={`${whom} ${why} ${what.join(" ")}`}>
          Your {what.join(" and ")} went to {whom} {why},{" "}
          {count === 1 ? "once" : `${inDigits(count)} times`}, last{" "}
          <Time at={lastAt} reader={reader} />.
        </li>
      ))}
    </ul>
  );
}
