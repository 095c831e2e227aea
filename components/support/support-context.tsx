"use client";

import { createContext, useContext, type ReactNode } from "react";

import type { PersonalField } from "@/lib/support/personal";

const SupportContext = createContext<readonly PersonalField[]>([]);

type Props = { fields: readonly PersonalField[]; children: ReactNode };

/** Hands on which personal fields whoever looks may unmask; none for those who are no support. */
export function SupportProvider({ fields, children }: Props) {
  return <SupportContext value={fields}>{children}</SupportContext>;
}

export const useUnmaskable = () => useContext(SupportContext);
