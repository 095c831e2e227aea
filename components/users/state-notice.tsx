import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Notice } from "@/components/ui/notice";
import type { UserView } from "@/lib/users/user";

import { subjectOf } from "./subject";
import { VerbButton } from "./verb-button";

/** What is out of the ordinary about a user, with the way back. */
export function StateNotice({ user, reader }: { user: UserView; reader: Reader }) {
  const subject = subjectOf(user);
  if (user.deletion)
    return (
      <Notice tone="warn" title="In the bin">
        <p>
          Deleted <Time at={user.deletion.at} reader={reader} />. Destroyed on{" "}
          <Time at={user.deletion.purgeAfter} reader={reader} as="full" />, together with the
          activity.
        </p>
        <p className="flex flex-wrap gap-2 pt-1">
          <VerbButton user={subject} verb="user.restore">
            Restore
          </VerbButton>
          <VerbButton user={subject} verb="user.remove" danger>
            Delete permanently
          </VerbButton>
        </p>
      </Notice>
    );
  if (user.pause)
    return (
      <Notice tone="warn" title="Paused">
        <p>
          Since <Time at={user.pause.since} reader={reader} as="full" />,{" "}
          {user.pause.until ? (
            <>
              until <Time at={user.pause.until} reader={reader} as="full" />
            </>
          ) : (
            "until someone resumes them"
          )}
          .
        </p>
        {user.pause.reason && (
          <p className="text-muted" dir="auto">
            {user.pause.reason}
          </p>
        )}
        <p className="pt-1">
          <VerbButton user={subject} verb="user.resume">
            Resume
          </VerbButton>
        </p>
      </Notice>
    );
  return null;
}
