"use client";

import { lazy } from "react";

import { LinkGate } from "./link-gate";

const SetUpForm = lazy(() => import("./set-up-form"));

/** The first page of a new installation: the first account and the person who owns it. */
export function SetUp() {
  return (
    <LinkGate title="Set up Castellan">
      {(token, link) => <SetUpForm token={token} link={link} />}
    </LinkGate>
  );
}
