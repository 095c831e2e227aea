import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/start-product.ts",
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  expect: { timeout: 15_000 },
  outputDir: "test-results/traces",
  use: {
    baseURL: process.env.CASTELLAN_E2E_ORIGIN,
    // Recording every step takes as long as the story itself: PLAYWRIGHT_TRACE=on when one has to be understood.
    trace: process.env.PLAYWRIGHT_TRACE === "on" ? "on" : "off",
    screenshot: "only-on-failure",
    colorScheme: "light",
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "Europe/Zurich",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      chromiumSandbox: false,
      args: [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    // The set-up link lives only until an account exists, so its story comes first.
    { name: "first-set-up", testMatch: /first-set-up\.spec\.ts$/ },
    { name: "light-wide", testIgnore: /first-set-up\.spec\.ts$/, dependencies: ["first-set-up"] },
  ],
});
