import type { Metadata } from "next";

import { EndMySession, EndOtherSessions } from "@/components/sessions/end-session";
import { SessionList } from "@/components/sessions/session-list";
import { readerOf } from "@/components/time/reader";
import { Notice } from "@/components/ui/notice";
import { currentMe, read } from "@/lib/gate/page";
import { listMySessions } from "@/lib/sessions/list-my-sessions";

export const metadata: Metadata = { title: "Your sessions" };

export default async function MySessionsPage() {
  const { data } = await read(listMySessions, {});
  const reader = await readerOf(await currentMe());
  return (
    <div className="grid max-w-4xl gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted">
          Where you are signed in. End what you do not know, then change your password.
        </p>
        {data.length > 1 && <EndOtherSessions />}
      </div>
      <SessionList
        sessions={data}
        reader={reader}
        end={({ id, device, current }) =>
          !current && <EndMySession sessionId={id} device={device} />
        }
      />
      <Notice title="What stays on a device">
        <p>
          What you open may stay on the device for a while, unencrypted, in the memory or the cache
          of its browser. Our pages ask browsers to keep nothing, and signing out asks them to clear
          what they kept. On a shared computer, sign out and close the browser.
        </p>
      </Notice>
    </div>
  );
}
