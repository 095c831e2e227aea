import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: here("./") },
      { find: /^server-only$/, replacement: here("./node_modules/server-only/empty.js") },
    ],
  },
  test: {
    globalSetup: ["./lib/processes/test-database.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    env: {
      CASTELLAN_TEST_BCRYPT_COST: "4",
      CASTELLAN_API_CALLS: "1000000",
      CASTELLAN_KEY_STORE: "together",
    },
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "tests",
          include: ["{app,components,lib,scripts}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.races.test.ts", "**/node_modules/**"],
        },
      },
      {
        extends: true,
        test: { name: "races", include: ["lib/**/*.races.test.ts"], testTimeout: 3_600_000 },
      },
    ],
  },
});
