import type { Metadata } from "next";

import { EndUserSession } from "@/components/sessions/end-session";
import { SessionList } from "@/components/sessions/session-list";
import { readerOf } from "@/components/time/reader";
import { Empty } from "@/components/ui/empty";
import { subjectOf } from "@/components/users/subject";
import { VerbButton } from "@/components/users/verb-button";
import { currentMe, read } from "@/lib/gate/page";
import { listUserSessions } from "@/lib/sessions/list-user-sessions";

import { userOf } from "@/app/(panel)/users/[userId]/user";

export const metadata: Metadata = { title: "Sessions" };

type Props = { params: Promise<{ userId: string }> };

export default async function UserSessionsPage({ params }: Props) {
  const { userId } = await params;
  const [{ data, may }, user] = await Promise.all([
    read(listUserSessions, { userId }),
    userOf(userId),
  ]);
  if (data.length === 0)
    return (
      <div className="card max-w-4xl">
        <Empty title="Signed in nowhere">
          There is no session of this user in this account at the moment.
        </Empty>
      </div>
    );
  const reader = await readerOf(await currentMe());
  return (
    <div className="grid max-w-4xl gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted">Where this user is signed in to this account.</p>
        <VerbButton user={subjectOf(user)} verb="user.end_sessions" danger>
          End all sessions
        </VerbButton>
      </div>
      <SessionList
        sessions={data}
        reader={reader}
        end={({ id, device }) =>
          may.includes("user.end_session") && (
            <EndUserSession userId={userId} sessionId={id} device={device} />
          )
        }
      />
    </div>
  );
}
