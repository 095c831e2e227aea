import { describe, expect, test } from "vitest";

import { readRepository } from "./pgbackrest-info";

/** What pgBackRest 2.45 of Debian 12 answered with, for an encrypted repository with a full and an increment. */
const answered = String.raw`[{"archive":[{"database":{"id":1,"repo-key":1},"id":"15-1","max":"000000010000000000000004","min":"000000010000000000000001"}],"backup":[{"archive":{"start":"000000010000000000000002","stop":"000000010000000000000002"},"backrest":{"format":5,"version":"2.45"},"database":{"id":1,"repo-key":1},"error":false,"info":{"delta":30488591,"repository":{"delta":4087456,"size":4087456},"size":30488591},"label":"20261124-224948F","lsn":{"start":"0/2000028","stop":"0/2000138"},"prior":null,"reference":null,"timestamp":{"start":1795560588,"stop":1795560603},"type":"full"},{"archive":{"start":"000000010000000000000003","stop":"000000010000000000000004"},"backrest":{"format":5,"version":"2.45"},"database":{"id":1,"repo-key":1},"error":false,"info":{"delta":16650,"repository":{"delta":784,"size":4087440},"size":30488591},"label":"20261124-224948F_20261124-225005I","lsn":{"start":"0/3000028","stop":"0/4000050"},"prior":"20261124-224948F","reference":["20261124-224948F"],"timestamp":{"start":1795560605,"stop":1795560607},"type":"incr"}],"cipher":"aes-256-cbc","db":[{"id":1,"repo-key":1,"system-id":7711873970926388598,"version":"15"}],"name":"main","repo":[{"cipher":"aes-256-cbc","key":1,"status":{"code":0,"message":"ok"}}],"status":{"code":0,"lock":{"backup":{"held":false}},"message":"ok"}}]`;

describe("what pgBackRest tells of its repository", () => {
  test("a full and an increment on it, encrypted", () => {
    const { ok, sealed, backups } = readRepository(answered);
    expect({ ok, sealed }).toEqual({ ok: true, sealed: true });
    expect(backups).toEqual([
      {
        label: "20261124-224948F",
        kind: "full",
        base: "20261124-224948F",
        startedAt: new Date(1_795_560_588_000),
        endedAt: new Date(1_795_560_603_000),
        bytes: 4_087_456,
        from: "000000010000000000000002",
        systemId: "7711873970926388598",
      },
      expect.objectContaining({
        label: "20261124-224948F_20261124-225005I",
        kind: "increment",
        base: "20261124-224948F",
        bytes: 784,
      }),
    ]);
  });

  test("a repository without a cipher, a backup with errors, and a stanza in trouble are seen", () => {
    expect(readRepository(answered.replaceAll("aes-256-cbc", "none")).sealed).toBe(false);
    expect(readRepository(answered.replace('"error":false', '"error":true')).backups).toHaveLength(
      1,
    );
    const troubled = answered.replace('"status":{"code":0,"lock"', '"status":{"code":2,"lock"');
    expect(readRepository(troubled).ok).toBe(false);
  });

  test("a stanza nobody has made yet is no repository", () => {
    expect(() => readRepository("[]")).toThrow();
  });
});
