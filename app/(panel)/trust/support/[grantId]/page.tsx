import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";

import { searchOf, type Search } from "@/components/search";
import { ConsentNote } from "@/components/support/consent-note";
import { GrantCard, headOf } from "@/components/support/grant-card";
import { Outcome } from "@/components/support/grant-history";
import { Replay } from "@/components/support/replay";
import { ReviewNotice } from "@/components/support/review-notice";
import { readerOf } from "@/components/time/reader";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { currentMe, read } from "@/lib/gate/page";
import { showGrant } from "@/lib/support/show-grant";

type Props = { params: Promise<{ grantId: string }>; searchParams: Promise<Search> };

const grantOf = cache((grantId: string, cursor: string | undefined) =>
  read(showGrant, { grantId, limit: 100, cursor }),
);
const cursorIn = async (search: Props["searchParams"]) =>
  searchOf(await search).get("cursor") ?? undefined;

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const grant = await grantOf((await params).grantId, await cursorIn(searchParams));
  return { title: headOf(grant) };
}

export default async function SupportGrantPage({ params, searchParams }: Props) {
  const { grantId } = await params;
  const cursor = await cursorIn(searchParams);
  const { steps, nextCursor, approvers, hindrance, ...grant } = await grantOf(grantId, cursor);
  const reader = await readerOf(await currentMe());
  const here = `/trust/support/${grantId}`;
  return (
    <>
      <PageHeader
        title={<bdi>{headOf(grant)}</bdi>}
        trail={[{ href: "/trust/support", name: "Support access" }]}
        about={grant.answer || grant.startsAt ? <Outcome grant={grant} /> : undefined}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        {grant.state === "pending" && <ConsentNote {...{ approvers, hindrance }} />}
        <GrantCard grant={grant} mostMinutes={grant.minutes} reader={reader} />
        {grant.review && <ReviewNotice review={grant.review} reader={reader} />}
        {grant.startsAt && (
          <Section
            title="Step by step"
            about={
              cursor || nextCursor
                ? "A hundred steps at a time; what was looked at and done, in the order it happened."
                : "What was looked at and done, in the order it happened."
            }
          >
            <Replay steps={steps.toReversed()} staff={grant.staff.name} />
            {(cursor || nextCursor) && (
              <p className="flex flex-wrap justify-center gap-2 pt-4">
                {nextCursor && (
                  <Link
                    className="btn"
                    href={`${here}?${new URLSearchParams({ cursor: nextCursor })}`}
                  >
                    Earlier steps
                  </Link>
                )}
                {cursor && (
                  <Link className="btn" href={here}>
                    The latest steps
                  </Link>
                )}
              </p>
            )}
          </Section>
        )}
      </div>
    </>
  );
}
