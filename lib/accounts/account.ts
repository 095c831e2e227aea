import { z } from "zod";

import { line } from "@/lib/users/user";

export const AccountName = line(200, "Give the account a name.");
export const AccountId = z.uuid("This is not an account id.");

/** The account as its people see it. */
export type AccountView = {
  id: string;
  name: string;
  createdAt: string;
  owners: { id: string; name: string; status: string }[];
  counts: Record<"invited" | "active" | "paused" | "deleted", number>;
  version: number;
  may: string[];
};
