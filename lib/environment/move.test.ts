import { expect, test } from "vitest";

import { environment } from "@/lib/cli/environment";
import { prepareDatabase } from "@/lib/db/prepare";
import { testInstallation } from "@/lib/db/testing";
import { readEnv } from "@/lib/env";

const installation = testInstallation();
const { owner } = installation;
const envIn = (environment: string) =>
  readEnv({ ...process.env, CASTELLAN_ENVIRONMENT: environment });

test("[P25] an installation that moves is marked anew, and its log says so", async () => {
  await environment(envIn("staging"), installation.ownerUrl, {
    move: "staging",
    confirm: "production becomes staging",
  });
  expect(await owner("select environment from installation")).toEqual([{ environment: "staging" }]);
  expect(await owner("select action, actor_kind from installation_log")).toEqual([
    { action: "installation.move", actor_kind: "operator" },
  ]);
  await prepareDatabase(installation.ownerUrl, envIn("staging"));
  await expect(prepareDatabase(installation.ownerUrl, envIn("production"))).rejects.toThrow(
    /belongs to the environment "staging".*CASTELLAN_ENVIRONMENT=staging/s,
  );
});
