import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Builds the smallest Next app there is, one empty page and one empty route, with the Next of the project.
 * @param folder inside the project, so that it finds the packages
 */
export function buildEmptyNext(project: string, folder: string): string {
  const app = join(project, folder);
  const write = (path: string, text: string) => {
    mkdirSync(join(app, path, ".."), { recursive: true });
    writeFileSync(join(app, path), text);
  };
  write("package.json", '{ "private": true, "type": "module" }');
  write(
    "next.config.mjs",
    `export default { turbopack: { root: ${JSON.stringify(project)} }, typescript: { ignoreBuildErrors: true } };`,
  );
  write(
    "app/layout.jsx",
    "export default ({ children }) => <html lang='en'><body>{children}</body></html>;",
  );
  write(
    "app/page.jsx",
    "import { connection } from 'next/server';\nexport default async () => { await connection(); return <p>Empty</p>; };",
  );
  write(
    "app/api/empty/route.js",
    "export const dynamic = 'force-dynamic';\nexport const GET = () => Response.json({ empty: true });",
  );
  execFileSync(process.execPath, [join(project, "node_modules/next/dist/bin/next"), "build"], {
    cwd: app,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return app;
}
