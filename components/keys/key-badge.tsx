import { Badge } from "@/components/ui/badge";
import type { ApiKeyView } from "@/lib/api-keys/api-key";

import { stateTones, stateWords } from "./words";

type Props = { apiKey: Pick<ApiKeyView, "state" | "effectiveScopes"> };

/** The state of a key in a word. One whose holder lost all it was for works, and is refused everything. */
export function KeyBadge({ apiKey: { state, effectiveScopes } }: Props) {
  if (state === "active" && effectiveScopes.length === 0)
    return <Badge tone="warn">May nothing now</Badge>;
  return <Badge tone={stateTones[state]}>{stateWords[state]}</Badge>;
}
