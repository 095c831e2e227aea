/** The text of one field of a form; empty where there is none, or where what a client sent is no form at all. */
export function formText(form: unknown, name: string): string {
  const value = form instanceof FormData ? form.get(name) : null;
  return typeof value === "string" ? value : "";
}
