import type { Tone } from "@/components/ui/badge";
import type { ErasureRequest } from "@/lib/privacy/privacy";

/** How a request stands, in a word. */
export const requestStates = {
  open: ["Waits for an answer", "warn"],
  overdue: ["Overdue", "danger"],
  erased: ["Erased", "gone"],
  refused: ["Refused", "calm"],
  cancelled: ["Taken back", "plain"],
} satisfies Record<ErasureRequest["state"], [string, Tone]>;
