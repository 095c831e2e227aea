import { clock, type Reader } from "@/components/time/moment";
import { Icon } from "@/components/ui/icon";
import type { Me } from "@/lib/sessions/session";

import { Countdown } from "./countdown";
import { LeaveButton } from "./leave-button";
import { fieldNames, listed, modeWords, nounWords } from "./words";

type Props = { account: string; support: NonNullable<Me["support"]>; reader: Reader };

/** Says on every page to one of the support staff where they are, for how long, and what is open to them. */
export function InsideBanner({ account, support, reader }: Props) {
  const { nouns, fields, mode, endsAt } = support;
  return (
    <aside aria-label="You are inside as support" className="inside sticky top-13 z-10 md:top-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Icon name="eye" />
        <span className="min-w-0 flex-1 basis-64">
          You are inside <bdi className="font-semibold">{account}</bdi> as support.{" "}
          <span className="font-semibold">{modeWords[mode]}</span>, until{" "}
          <time dateTime={endsAt} suppressHydrationWarning>
            {clock(new Date(endsAt), reader)}
          </time>
          : <Countdown until={endsAt} />.
          <span className="block text-sm">
            Open: {listed(nouns.map((noun) => nounWords[noun][0].toLowerCase()))}.{" "}
            {fields.length
              ? `With a reason you may unmask ${fieldNames(fields)}.`
              : "Everything personal stays masked."}{" "}
            Every step is recorded.
          </span>
        </span>
        <LeaveButton />
      </p>
    </aside>
  );
}
