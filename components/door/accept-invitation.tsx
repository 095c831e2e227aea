"use client";

import { VerbForm } from "@/components/ui/verb-form";
import { setPasswordAction } from "@/lib/passwords/actions";

import { DoorTitle } from "./door-title";
import { Renewal } from "./link-gate";
import type { OpenedLink } from "./use-link";

/** An invitation to someone who has a password already: one deliberate press accepts it. */
export function AcceptInvitation({ token, link }: { token: string; link: OpenedLink }) {
  return (
    <>
      <DoorTitle title="You are invited">
        You were invited to <bdi className="font-medium text-ink">{link.account}</bdi> as{" "}
        <bdi>{link.email}</bdi>. You sign in with the password you already have.
      </DoorTitle>
      <VerbForm
        verb={setPasswordAction}
        input={() => ({ token })}
        done={() => window.location.assign("/sign-in?accepted")}
      >
        {({ pending, refusal }) => (
          <>
            {refusal?.code === "link_dead" && <Renewal token={token} address={link.email} />}
            <button className="btn btn-primary btn-wide" disabled={pending}>
              {pending ? "Accepting…" : "Accept the invitation"}
            </button>
          </>
        )}
      </VerbForm>
    </>
  );
}
