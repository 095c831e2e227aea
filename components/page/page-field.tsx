"use client";

import { usePage } from "./drawn-for";

/** Says in a form that the browser itself submits for whom its page was drawn. */
export function PageField() {
  return <input type="hidden" name="page" value={usePage()} />;
}
