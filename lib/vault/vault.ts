import { openBytes, type Place, sealBytes } from "./seal";

/** The keys of one owner (an account, a person, the installation), ready to seal and open that owner's fields. */
export class Vault {
  constructor(
    private readonly owner: string,
    private readonly keys: Map<number, Buffer>,
    private readonly current: number,
  ) {}

  seal(place: Place, text: string): Buffer {
    return sealBytes(
      this.keys.get(this.current)!,
      this.current,
      this.owner,
      place,
      Buffer.from(text),
    );
  }

  open(place: Place, sealed: Buffer): string {
    return openBytes((version) => this.keys.get(version), this.owner, place, sealed).toString();
  }

  sealJson(place: Place, value: unknown): Buffer {
    return this.seal(place, JSON.stringify(value));
  }

  openJson<T>(place: Place, sealed: Buffer): T {
    return JSON.parse(this.open(place, sealed)) as T;
  }

  /** Overwrites the keys in memory. Whoever still holds this vault can do nothing with it, least of all seal with zeros. */
  forget(): void {
    for (const key of this.keys.values()) key.fill(0);
    this.keys.clear();
  }
}
