import { createServer } from "node:http";

import { getRequestListener } from "@hono/node-server";

import { createApi } from "@/lib/api/api";
import { callLog } from "@/lib/traffic/call-log";

// The API without its pages, once with its log of calls and once without: the difference is what the log costs.

const api =
  process.env.CASTELLAN_BENCH_CALL_LOG === "off" ? createApi() : createApi(callLog().answered);

const answer = getRequestListener((request) => api(request, { ip: "127.0.0.1" }), {
  overrideGlobalObjects: false,
});
createServer((request, response) => void answer(request, response)).listen(
  Number(process.env.PORT),
  "127.0.0.1",
);
