import type { Metadata } from "next";
import Link from "next/link";

import { searchOf, type Search } from "@/components/search";
import { MyGrants } from "@/components/support/my-grants";
import { lengthOf } from "@/components/support/words";
import { readerOf } from "@/components/time/reader";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { read } from "@/lib/gate/page";
import { listMyGrants } from "@/lib/support/list-my-grants";

export const metadata: Metadata = { title: "Support" };

export default async function MySupportPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = searchOf(await searchParams);
  const cursor = search.get("cursor") ?? undefined;
  const { data, nextCursor, mostMinutes } = await read(listMyGrants, { limit: 20, cursor });
  return (
    <>
      <PageHeader
        title="Support"
        about={`Your requests and accesses. An owner has to agree, and none lasts longer than ${lengthOf(mostMinutes)}.`}
        actions={
          <Link className="btn btn-primary" href="/operator/support/new">
            <Icon name="plus" />
            New request
          </Link>
        }
      />
      {search.get("access") === "ended" && (
        <div className="pb-5">
          <Notice tone="warn" title="Your access has ended">
            <p>
              The time was over, or an owner ended it. What you had not finished was not done. Ask
              again if you still need to look.
            </p>
          </Notice>
        </div>
      )}
      <MyGrants grants={data} reader={await readerOf(null)} />
      {nextCursor && (
        <p className="pt-4 text-center">
          <Link
            className="btn"
            href={`/operator/support?${new URLSearchParams({ cursor: nextCursor })}`}
          >
            Show older
          </Link>
        </p>
      )}
    </>
  );
}
