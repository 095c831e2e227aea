import { expect, test } from "vitest";

import { refuseWeakPassword } from "./refuse-weak-password";

test("[V6.2.4] a weak password is refused with the reason and what would help", async () => {
  await expect(refuseWeakPassword("too short", [])).rejects.toMatchObject({
    code: "password_refused",
    extra: {
      fields: {
        password: expect.stringMatching(
          /^Use at least 15 characters: 6 more\. Three or four words/,
        ),
      },
    },
  });
  await expect(refuseWeakPassword("manchesterunited", [])).rejects.toMatchObject({
    code: "password_refused",
    extra: { fields: { password: expect.stringMatching(/^Many people use this password/) } },
  });
});

test("a good one passes without a word", async () => {
  await expect(
    refuseWeakPassword("correct horse and a kite", ["castellan"]),
  ).resolves.toBeUndefined();
});
