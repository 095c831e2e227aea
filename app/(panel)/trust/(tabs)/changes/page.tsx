import type { Metadata } from "next";
import Link from "next/link";

import { ChangeCard } from "@/components/processors/change-card";
import { changeTitle } from "@/components/processors/change-words";
import { ObjectToChange } from "@/components/processors/object-to-change";
import { readerOf } from "@/components/time/reader";
import { Time } from "@/components/time/time";
import { Section } from "@/components/ui/section";
import { currentMe, read } from "@/lib/gate/page";
import { listNotices } from "@/lib/processors/list-notices";

export const metadata: Metadata = { title: "Planned changes" };

export default async function ChangesPage() {
  const { data } = await read(listNotices, {});
  const reader = await readerOf(await currentMe());
  return (
    <Section
      title="Planned changes of processors"
      about={
        <>
          Who processes data today stands in the{" "}
          <Link className="link" href="/trust/processors" prefetch={false}>
            public register
          </Link>
          . An owner may object for the whole account.
        </>
      }
    >
      {data.length ? (
        <ul className="divide-y divide-line">
          {data.map(({ objection, may, ...change }) => (
            <ChangeCard key={change.id} change={change} reader={reader}>
              {objection && (
                <p className="notice" data-tone="calm">
                  <span>
                    Your account objected <Time at={objection.at} reader={reader} as="day" />:{" "}
                    <bdi>{objection.reason}</bdi>
                  </span>
                </p>
              )}
              {may.includes("processor.object") && (
                <ObjectToChange changeId={change.id} title={changeTitle(change)} />
              )}
            </ChangeCard>
          ))}
        </ul>
      ) : (
        <p className="text-muted">No change is planned.</p>
      )}
    </Section>
  );
}
