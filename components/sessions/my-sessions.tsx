import type { Reader } from "@/components/time/moment";
import { Notice } from "@/components/ui/notice";
import type { SessionView } from "@/lib/sessions/session";

import { EndMySession, EndOtherSessions } from "./end-session";
import { SessionList } from "./session-list";

/** Where the reader is signed in, and what they can end. */
export function MySessions({ sessions, reader }: { sessions: SessionView[]; reader: Reader }) {
  return (
    <div className="grid max-w-4xl gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted">
          Where you are signed in. End what you do not know, then change your password.
        </p>
        {sessions.length > 1 && <EndOtherSessions />}
      </div>
      <SessionList
        sessions={sessions}
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
