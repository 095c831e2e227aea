/**
 * One of a kind per process. The server bundle and Next's bundle each carry a copy of our modules, but a process
 * has one pool, one key ring and one directory; the global object is the only place both can see.
 */
export function shared<T>(name: string, make: () => T): T {
  const store = globalThis as unknown as Record<symbol, T | undefined>;
  const key = Symbol.for(`castellan.${name}`);
  return (store[key] ??= make());
}

/** What this process has made of that name, where it has. */
export const madeAlready = <T>(name: string): T | undefined =>
  (globalThis as unknown as Record<symbol, T | undefined>)[Symbol.for(`castellan.${name}`)];
