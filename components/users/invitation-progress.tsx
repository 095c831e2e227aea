import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge, type Tone } from "@/components/ui/badge";
import { Section } from "@/components/ui/section";
import type { InvitationState, UserView } from "@/lib/users/user";

import { subjectOf } from "./subject";
import { VerbButton } from "./verb-button";

const words = {
  queued: { says: "Waiting to be sent", tone: "calm" },
  sent: { says: "Sent", tone: "calm" },
  failed: { says: "Could not be sent", tone: "danger" },
  opened: { says: "Link opened", tone: "calm" },
  used: { says: "Accepted", tone: "good" },
  expired: { says: "Expired", tone: "warn" },
  revoked: { says: "Withdrawn", tone: "gone" },
  lapsed: { says: "No longer valid: resend it", tone: "warn" },
} satisfies Record<InvitationState["state"], { says: string; tone: Tone }>;

/** How the invitation letter fares. */
export function InvitationProgress({ user, reader }: { user: UserView; reader: Reader }) {
  const { invitation } = user;
  if (!invitation || user.status !== "invited") return null;
  const { says, tone } = words[invitation.state];
  const subject = subjectOf(user);
  return (
    <Section
      title="Invitation"
      actions={
        <>
          <VerbButton user={subject} verb="user.resend_invitation">
            Resend
          </VerbButton>
          <VerbButton user={subject} verb="user.revoke_invitation" danger>
            Withdraw
          </VerbButton>
        </>
      }
    >
      <dl className="facts">
        <dt>Letter</dt>
        <dd>
          <Badge tone={tone}>{says}</Badge>{" "}
          <span className="text-muted">
            <Time at={invitation.at} reader={reader} />
          </span>
        </dd>
        {invitation.reason && (
          <>
            <dt>The mail server says</dt>
            <dd dir="auto">{invitation.reason}</dd>
          </>
        )}
        {invitation.state === "lapsed" && (
          <>
            <dt>Why</dt>
            <dd>
              The person who invited them can no longer do so. Resend it, and it counts as yours.
            </dd>
          </>
        )}
        <dt>{invitation.state === "expired" ? "Link expired" : "Link works until"}</dt>
        <dd>
          <Time at={invitation.expiresAt} reader={reader} as="full" />
        </dd>
      </dl>
    </Section>
  );
}
