"use client";

import { useEffect } from "react";

/** Tells the server the browser's time zone, once, for people who have not chosen one. */
export function ZoneTeller() {
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zone) document.cookie = `castellan-zone=${zone}; path=/; max-age=31536000; samesite=lax`;
  }, []);
  return null;
}
