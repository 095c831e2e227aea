import { existsSync } from "node:fs";
import { giveUp, run } from "./project.mjs";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * Finds Chromium for the browser tests; where there is none, the system's package manager installs it, with the fonts
 * the pages are looked at in.
 *
 * @returns {Promise<string>} path of the program
 */
export async function chromium() {
  const found = process.env.CHROMIUM_PATH ?? places.find((path) => existsSync(path));
  if (found) return found;
  console.log("There is no Chromium on this machine; installing it with apt-get…");
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const apt = (...args) => {
    const [command, ...rest] = [...sudo, "apt-get", ...args];
    return run(command, rest, { env: { DEBIAN_FRONTEND: "noninteractive" } });
  };
  await apt("update");
  const { said } = await apt(
    ...["install", "-y", "--no-install-recommends"],
    ...["chromium", "fonts-liberation", "fonts-noto-core"],
  );
  const installed = places.find((path) => existsSync(path));
  if (!installed) {
    console.error(said);
    giveUp(
      "Chromium could not be installed: install it yourself, or set CHROMIUM_PATH to the program.",
    );
  }
  return installed;
}
