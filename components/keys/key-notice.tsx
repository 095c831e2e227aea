import Link from "next/link";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Notice } from "@/components/ui/notice";
import type { ApiKeyView } from "@/lib/api-keys/api-key";

/** Why a key does not work, or will not for long, and what to do about it. */
export function KeyNotice({ apiKey: key, reader }: { apiKey: ApiKeyView; reader: Reader }) {
  const successor = key.successorId && (
    <Link className="link" href={`/developers/keys/${key.successorId}`}>
      Open its successor
    </Link>
  );
  switch (key.state) {
    case "active":
      if (key.effectiveScopes.length === 0)
        return (
          <Notice tone="warn" title="It may nothing now">
            <p>
              Whoever made it lost the role this key was made with, so every call with it is
              refused. Someone else has to make a key for the program.
            </p>
          </Notice>
        );
      return key.daysLeft <= 7 ? (
        <Notice tone="warn" title="It ends soon">
          <p>
            It works until <Time at={key.expiresAt} reader={reader} as="full" />. Rotate it before,
            so that nothing stops in between.
          </p>
        </Notice>
      ) : null;
    case "rotated":
      return (
        <Notice tone="warn" title="It is being replaced">
          <p>
            It works until <Time at={key.expiresAt} reader={reader} as="full" />. {successor}
          </p>
        </Notice>
      );
    case "suspended":
      return (
        <Notice tone="warn" title="It is at rest">
          <p>
            Whoever made it cannot sign in at this moment, so every call with it is refused. It
            works again when they are back.
          </p>
        </Notice>
      );
    case "orphaned":
      return (
        <Notice title="It works no more">
          <p>Whoever made it was permanently deleted. Make a new key for the program.</p>
        </Notice>
      );
    case "expired":
      return (
        <Notice title={key.successorId ? "It was replaced" : "It has expired"}>
          <p>
            It ended on <Time at={key.expiresAt} reader={reader} as="full" />.{" "}
            {successor ?? "Make a new key for the program."}
          </p>
        </Notice>
      );
    case "revoked":
      return key.revokedBecause === "exposed" ? (
        <Notice tone="danger" title="It was sent without encryption">
          <p>
            Anyone between the program and us may have read it, so it was revoked on{" "}
            <Time at={key.revokedAt!} reader={reader} as="full" />. Let the program use an address
            that begins with https, and make a new key.
          </p>
        </Notice>
      ) : (
        <Notice title={key.successorId ? "It was replaced" : "It was revoked"}>
          <p>
            It ended on <Time at={key.revokedAt!} reader={reader} as="full" />. {successor}
          </p>
        </Notice>
      );
  }
}
