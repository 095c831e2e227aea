import { shared } from "@/lib/runtime";
import { callLog } from "@/lib/traffic/call-log";
import { createApi } from "./api";

/** The same handler for hosts without our own server, like a plain development server. */
export const mounted = (request: Request): Promise<Response> =>
  shared("api", () => createApi(callLog().answered))(request, {
    ip: request.headers.get("x-castellan-client-ip") ?? "",
  });
