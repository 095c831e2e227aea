import { shared } from "@/lib/runtime";
import { createApi } from "./api";

/** The same handler for hosts without our own server, like a plain development server. */
export const mounted = (request: Request): Promise<Response> =>
  shared("api", createApi)(request, { ip: request.headers.get("x-castellan-client-ip") ?? "" });
