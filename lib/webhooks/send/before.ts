/** What work comes to before a deadline. A look-up cannot be called off, so it is left behind instead. */
export function before<T>(deadline: AbortSignal, work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      deadline.addEventListener("abort", () => reject(deadline.reason as Error), { once: true });
    }),
  ]);
}
