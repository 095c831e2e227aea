import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, as they stand in a letter or a cookie (V7.2.3, V6.5.3). */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** How a token is stored: nobody who reads the table can use it. The purpose keeps kinds apart. */
export const hashToken = (
  purpose: "session" | "link" | "api-key" | "certificate",
  token: string,
): Buffer => createHash("sha256").update(`castellan ${purpose}:${token}`).digest();
