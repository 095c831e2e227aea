/** How calls ended, by status: 2xx and 3xx, 4xx, 429, 5xx. */
export const results = ["ok", "refused", "limited", "failed"] as const;
export type CallResult = (typeof results)[number];

/** How a call ended: an answer of 429 is neither the caller's mistake nor ours. */
export const resultOf = (status: number): CallResult =>
  status === 429 ? "limited" : status >= 500 ? "failed" : status >= 400 ? "refused" : "ok";
