import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "./embedded-postgres";

/**
 * One real PostgreSQL for all tests of a run, gone with the run. Tests find its owner in `CASTELLAN_TEST_DATABASE_URL`
 * and make databases of their own in it.
 */
export default async function testDatabase(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.CASTELLAN_TEST_DATABASE_URL) return undefined;
  const dataDir = mkdtempSync(join(tmpdir(), "castellan-tests-"));
  const postgres = await startEmbeddedPostgres(dataDir, { durable: false });
  process.env.CASTELLAN_TEST_DATABASE_URL = postgres.ownerUrl;
  return async () => {
    delete process.env.CASTELLAN_TEST_DATABASE_URL;
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
