import { shared } from "@/lib/runtime";
import { createApi } from "./api";
import { answered } from "./metrics";

/** The same handler for hosts without our own server, like a plain development server. */
export const mounted = (request: Request): Promise<Response> =>
  shared("api", () => createApi(answered))(request, {
    ip: request.headers.get("x-castellan-client-ip") ?? "",
  });
