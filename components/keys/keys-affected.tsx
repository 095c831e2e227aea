"use client";

import { read } from "@/components/query";
import { useFetched } from "@/components/users/dialogs/use-fetched";

/** Which keys of a user stop or shrink with what is about to be done to them; nothing where they hold none. */
export function KeysAffected({
  userId,
  one,
  many,
}: {
  userId: string;
  /** what becomes of it, after "Their API key …" */
  one: string;
  /** what becomes of them, after "Their 3 API keys …" */
  many: string;
}) {
  const { found } = useFetched((signal) =>
    read("/api-keys", { query: { holder: userId, state: "live", limit: 100 } }, signal),
  );
  if (!found?.data.length) return null;
  const names = found.data.map(({ name }) => name);
  const shown = names.slice(0, 5);
  const rest = names.length - shown.length;
  return (
    <li>
      {names.length === 1 ? `Their API key ${one}` : `Their ${names.length} API keys ${many}`}:{" "}
      <bdi>{shown.join(", ")}</bdi>
      {rest > 0 && ` and ${rest} more`}.
    </li>
  );
}
