import { z } from "zod";

import type { Change } from "@/lib/activity/event";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { accountVault } from "@/lib/vault/keyring";
import { ApiKeyView, KeyId, KeyName, Networks, Scopes } from "./api-key";
import { findKey } from "./find-key";
import { namePlace, sealNetworks } from "./rows";
import { updateKey } from "./update-key";
import { scopesOf, viewOf } from "./view";

/**
 * Renames a key, changes from where it may be used, or takes scopes away. Nothing can be added: who needs more makes
 * another key, with the password. Refused with `key_ended`.
 */
export const editKey = command("api_key.edit", {
  input: z.strictObject({
    keyId: KeyId,
    name: KeyName.optional(),
    networks: Networks.optional(),
    scopes: Scopes.optional(),
  }),
  output: ApiKeyView,
  refuses: ["key_ended"],
  target: findKey,
  async run({ db, me, target, input }) {
    const { row } = target;
    if (row.revokedAt || row.expired) throw new Failure("key_ended");
    const before = { name: row.name, scopes: scopesOf(row), networks: row.networks };
    if (input.scopes?.some((scope) => !before.scopes.includes(scope))) {
      const says = "Scopes can only be taken away. Make another key for what this one lacks.";
      throw new Failure("invalid", { fields: { scopes: says } });
    }
    const after = {
      name: input.name ?? before.name,
      scopes: input.scopes ?? before.scopes,
      networks: input.networks ?? before.networks,
    };
    const changes: Change[] = (["name", "scopes", "networks"] as const)
      .filter((field) => String(after[field]) !== String(before[field]))
      .map((field) => ({
        field,
        from: [before[field]].flat().join(", "),
        to: [after[field]].flat().join(", "),
      }));
    if (changes.length > 0) {
      const vault = await accountVault(db, row.accountId);
      await updateKey(db, row, {
        name: vault.seal(namePlace(row.id), after.name),
        scopes: after.scopes.join(" "),
        networks: sealNetworks(vault, row.id, after.networks),
      });
    }
    const value: ApiKeyView = viewOf(me, {
      ...row,
      name: after.name,
      networks: after.networks,
      scopes: after.scopes.join(" "),
    });
    return { value, told: changes.length > 0 ? { object: target, changes } : [] };
  },
});
