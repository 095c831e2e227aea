import type { OpenApi } from "./document";

/** What a reference stands for. */
export function resolve<T extends object>(document: OpenApi, it: T | { $ref: string }): T {
  if (!("$ref" in it) || typeof it.$ref !== "string") return it as T;
  return it.$ref
    .slice(2)
    .split("/")
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], document) as T;
}
