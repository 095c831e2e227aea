"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";

import { useReader } from "@/components/time/reader-context";
import { Time } from "@/components/time/time";
import type { DeletedWebhook } from "@/lib/webhooks/webhook";
import { counted } from "./words";

const Remove = lazy(() => import("./dialogs/remove"));

/** Webhooks that were deleted, as far as something of them is still kept. */
export function DeletedWebhooks({ deleted }: { deleted: DeletedWebhook[] }) {
  const reader = useReader();
  const router = useRouter();
  const [chosen, setChosen] = useState<DeletedWebhook | null>(null);
  if (!deleted.length) return null;
  return (
    <section className="grid gap-2" aria-labelledby="deleted-webhooks">
      <h2 id="deleted-webhooks" className="font-semibold">
        Deleted webhooks
      </h2>
      <ul className="card divide-y divide-line overflow-clip">
        {deleted.map((webhook) => (
          <li
            key={webhook.id}
            className="flex flex-wrap items-center justify-between gap-3 px-4 py-3.5"
          >
            <p className="min-w-0">
              Deleted <Time at={webhook.deletedAt} reader={reader} as="full" />
              <span className="block text-sm text-muted">
                Added <Time at={webhook.createdAt} reader={reader} as="full" />
                {` · ${counted(webhook.deliveries, "delivery", "deliveries")} and ${counted(webhook.events, "entry", "entries")} of activity are kept`}
              </span>
            </p>
            {webhook.may.includes("webhook.remove") && (
              <button
                type="button"
                className="btn btn-danger-quiet btn-small"
                onClick={() => setChosen(webhook)}
              >
                Delete permanently…
              </button>
            )}
          </li>
        ))}
      </ul>
      {chosen && (
        <Suspense
          fallback={
            <p className="sr-only" role="status">
              Opening…
            </p>
          }
        >
          <Remove
            webhook={chosen}
            onClose={() => setChosen(null)}
            changed={() => router.refresh()}
          />
        </Suspense>
      )}
    </section>
  );
}
