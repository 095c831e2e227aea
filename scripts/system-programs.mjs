import { existsSync } from "node:fs";
import { giveUp, run } from "./project.mjs";

/** Programs of the system that the tests start, where Debian has them, and the packages that bring them. */
const needed = [
  {
    places: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
    packages: ["chromium", "fonts-liberation", "fonts-noto-core"],
  },
  { places: ["/usr/bin/caddy"], packages: ["caddy"] },
  { places: ["/usr/sbin/nginx"], packages: ["nginx-light"] },
  { places: ["/usr/bin/openssl"], packages: ["openssl"] },
  { places: ["/usr/lib/postgresql/15/bin/postgres"], packages: ["postgresql-15"] },
  { places: ["/usr/bin/pgbackrest"], packages: ["pgbackrest"] },
  { places: ["/usr/sbin/pgbouncer"], packages: ["pgbouncer"] },
];

/**
 * Finds the programs the tests start: a browser, two TLS edges, and a PostgreSQL of the operator's own with its backups.
 * What is missing is installed by the system's package manager.
 *
 * @returns {Promise<string>} path of the browser
 */
export async function systemPrograms() {
  const missing = needed.filter(({ places }) => !places.some((path) => existsSync(path)));
  const packages = missing.flatMap((one) => one.packages);
  let said = "";
  if (packages.length > 0) {
    console.log(`Installing what the tests need with apt-get: ${packages.join(", ")}…`);
    const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
    const apt = (...args) => {
      const [command, ...rest] = [...sudo, "apt-get", ...args];
      // services of theirs are not started: the tests start their own
      return run(command, rest, { env: { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" } });
    };
    await apt("update");
    ({ said } = await apt("install", "-y", "--no-install-recommends", ...packages));
  }
  const [browser] = needed;
  const found = process.env.CHROMIUM_PATH ?? browser.places.find((path) => existsSync(path));
  const still = missing.filter(({ places }) => !places.some((path) => existsSync(path)));
  if (!found || still.some((one) => one !== browser)) {
    console.error(said);
    giveUp(
      `These packages could not be installed: ${still.flatMap((one) => one.packages).join(", ")}. Install them yourself, or name a browser with CHROMIUM_PATH.`,
    );
  }
  return found;
}
