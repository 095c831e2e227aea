"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";

import { toast } from "@/components/ui/toast";
import type { Outcome } from "@/lib/gate/failure";
import {
  endOtherSessionsAction,
  endSessionAction,
  endUserSessionAction,
} from "@/lib/sessions/actions";

/** Ends one session of another user. */
export function EndUserSession({
  userId,
  sessionId,
  device,
}: {
  userId: string;
  sessionId: string;
  device: string;
}) {
  return (
    <EndButton
      name={`End the session on ${device}`}
      verb={() => endUserSessionAction({ userId, sessionId })}
    >
      End
    </EndButton>
  );
}

/** Ends one of the reader's own sessions. */
export function EndMySession({ sessionId, device }: { sessionId: string; device: string }) {
  return (
    <EndButton name={`End the session on ${device}`} verb={() => endSessionAction({ sessionId })}>
      End
    </EndButton>
  );
}

/** Ends all of the reader's sessions but this one. */
export function EndOtherSessions() {
  return (
    <EndButton
      name="End all other sessions"
      verb={() => endOtherSessionsAction({})}
      said="All other sessions have ended."
    >
      End all others
    </EndButton>
  );
}

function EndButton({
  name,
  verb,
  said = "The session has ended.",
  children,
}: {
  name: string;
  verb: () => Promise<Outcome<unknown>>;
  said?: string;
  children: string;
}) {
  const router = useRouter();
  const [pending, start] = useTransition();
  return (
    <button
      type="button"
      className="btn btn-small"
      aria-label={name}
      disabled={pending}
      onClick={() =>
        start(async () => {
          const outcome = await verb().catch(() => null);
          toast(outcome?.ok ? said : (outcome?.says ?? "The server cannot be reached. Try again."));
          router.refresh();
        })
      }
    >
      {pending ? "Ending…" : children}
    </button>
  );
}
