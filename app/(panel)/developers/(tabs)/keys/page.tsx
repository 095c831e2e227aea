import type { Metadata } from "next";
import Link from "next/link";

import { KeyList } from "@/components/keys/key-list";
import { NoKeys } from "@/components/keys/no-keys";
import { searchOf, type Search } from "@/components/search";
import { readerOf } from "@/components/time/reader";
import { Empty } from "@/components/ui/empty";
import { Icon } from "@/components/ui/icon";
import { KeyFilter } from "@/lib/api-keys/api-key";
import { listKeys } from "@/lib/api-keys/list-keys";
import { currentMe, read } from "@/lib/gate/page";

export const metadata: Metadata = { title: "Keys" };

type Props = { searchParams: Promise<Search> };

const address = "/developers/keys";

export default async function KeysPage({ searchParams }: Props) {
  const search = searchOf(await searchParams);
  const ended = search.get("state") === "ended";
  const page = await read(listKeys, {
    state: ended ? "ended" : "live",
    limit: 50,
    cursor: KeyFilter.shape.cursor.safeParse(search.get("cursor") ?? undefined).data,
  });
  const reader = await readerOf(await currentMe());
  const mayMake = page.may.includes("api_key.create");
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <nav aria-label="Which keys" className="flex gap-2">
          <Choice href={address} chosen={!ended}>
            Working
          </Choice>
          <Choice href={`${address}?state=ended`} chosen={ended}>
            Ended
          </Choice>
        </nav>
        {mayMake && (
          <Link className="btn btn-primary" href={`${address}/new`}>
            <Icon name="plus" />
            Make a key
          </Link>
        )}
      </div>
      {page.data.length > 0 ? (
        <KeyList keys={page.data} reader={reader} />
      ) : ended ? (
        <div className="card">
          <Empty title="No key has ended">
            Keys that expired or were revoked stay here, with what they did.
          </Empty>
        </div>
      ) : (
        <NoKeys mayMake={mayMake} />
      )}
      {page.nextCursor && (
        <Link
          className="btn justify-self-center"
          href={`${address}?${new URLSearchParams({
            ...(ended && { state: "ended" }),
            cursor: page.nextCursor,
          })}`}
        >
          Show older
        </Link>
      )}
    </div>
  );
}

function Choice({ href, chosen, children }: { href: string; chosen: boolean; children: string }) {
  return (
    <Link
      href={href}
      className={`btn btn-small ${chosen ? "" : "btn-quiet"}`}
      aria-current={chosen ? "page" : undefined}
    >
      {children}
    </Link>
  );
}
