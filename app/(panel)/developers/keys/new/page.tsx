import type { Metadata } from "next";

import { NewKey } from "@/components/keys/new-key";
import { onDay, type Reader } from "@/components/time/moment";
import { readerOf } from "@/components/time/reader";
import { Empty } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { DEFAULT_DAYS } from "@/lib/api-keys/api-key";
import { day } from "@/lib/clock";
import { currentMe } from "@/lib/gate/page";
import { capped, scopesHeldBy } from "@/lib/policy/held-scopes";

export const metadata: Metadata = { title: "Make a key" };

const lives = [7, 30, DEFAULT_DAYS, 180, 365];

export default async function NewKeyPage() {
  const me = await currentMe();
  const reader = await readerOf(me);
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="Make a key"
        trail={[
          { href: "/developers", name: "Developers" },
          { href: "/developers/keys", name: "Keys" },
        ]}
        about="It acts for you: what you may no longer do, it can no longer do either."
      />
      {me.may.includes("api_key.create") ? (
        <NewKey
          offered={scopesHeldBy(capped(me.role))}
          usual={DEFAULT_DAYS}
          lives={livesFor(reader)}
        />
      ) : (
        <Empty title="Your role does not make keys">
          Ask an owner or an administrator of the account to do it.
        </Empty>
      )}
    </div>
  );
}

/** Each life with its last day. */
function livesFor(reader: Reader) {
  const now = new Date();
  return lives.map((days) => ({
    days,
    until: onDay(new Date(now.getTime() + days * day), reader, now),
  }));
}
