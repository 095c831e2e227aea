import { summaries } from "@/lib/api/openapi/words";

/** Everything the API can be asked for, each with what it does. */
export const operationsInWords = () =>
  Object.entries(summaries).map(([name, says]) => ({ name, says }));
