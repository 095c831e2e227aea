"use client";

import { useEffect } from "react";

import { Notice } from "@/components/ui/notice";

import { lookAgain } from "./page-of-tab";

/** Stands where a part of a page would be that was refused because the browser belongs to somebody else by now. */
export function PageOver() {
  useEffect(() => lookAgain(), []);
  return (
    <Notice tone="warn">
      <p>This page was opened for another account or another person. Load it again to go on.</p>
      <p>
        <a className="link" href="/">
          Go on as you are signed in now
        </a>
      </p>
    </Notice>
  );
}
