"use client";

import { createContext, useContext, type ReactNode } from "react";

import type { Reader } from "./moment";

const ReaderContext = createContext<Reader>({ locale: "en-GB", zone: "UTC" });

export function ReaderProvider({ reader, children }: { reader: Reader; children: ReactNode }) {
  return <ReaderContext value={reader}>{children}</ReaderContext>;
}

export function useReader() {
  return useContext(ReaderContext);
}
