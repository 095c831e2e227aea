import { shared } from "@/lib/runtime";
import type { Vault } from "./vault";

const MOST_VAULTS = 20_000;
const vaults = () => shared("vaults", () => new Map<string, Vault>());

/** The vault of an owner whose key was opened before; what cannot wait for the database asks here. */
export const knownVault = (owner: string): Vault | undefined => vaults().get(owner);

/** Keeps an opened vault for whoever asks next. */
export function rememberVault(owner: string, vault: Vault): Vault {
  if (vaults().size >= MOST_VAULTS) {
    // Dropped, not zeroed: a request that still holds it may be opening its last field.
    vaults().delete(vaults().keys().next().value!);
  }
  vaults().set(owner, vault);
  return vault;
}

/** Drops the vaults of all persons; those who are still there are opened again when they are asked for. */
export function dropVaultsOfPersons(): void {
  for (const owner of vaults().keys()) if (owner.startsWith("person:")) vaults().delete(owner);
}

/** Forgets a vault whose owner is gone. */
export function forgetVault(owner: string): void {
  vaults().get(owner)?.forget();
  vaults().delete(owner);
}
