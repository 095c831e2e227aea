import { log } from "@/lib/log";
import { lastWords } from "./last-words";

/** What a child tells the launcher about its start. */
export type Report = { ready: true } | { failed: string };

/**
 * Runs a process under the launcher, or alone under another supervisor. It stops when told by SIGTERM and when the
 * launcher is gone, finishing what it has begun. Ctrl-C reaches the whole terminal, so under a launcher it is left to
 * the launcher.
 *
 * @param start begins the work; what it returns ends it
 */
export async function runProcess(start: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  let running: { stop(): Promise<void> } | null = null;
  let ending = false;
  const end = async (patience: number) => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(0), patience).unref();
    await running?.stop().catch((error: unknown) => log.error({ err: error }, "stopping failed"));
    process.exit(0);
  };
  process.on("SIGTERM", () => void end(25_000));
  process.on("SIGINT", () => process.channel ?? void end(25_000));
  process.on("disconnect", () => void end(3_000));
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "ended by an unexpected error");
    process.exit(1);
  });

  // while this program was loaded nobody listened, so the launcher may have gone unnoticed
  const underLauncher = process.env.CASTELLAN_PROCESS !== undefined;
  if (underLauncher && !process.connected) process.exit(0);

  try {
    running = await start();
    await tell({ ready: true });
  } catch (error) {
    const sentence = lastWords(error);
    if (!process.send) console.error(sentence);
    await tell({ failed: sentence });
    process.exit(1);
  }
}

function tell(report: Report): Promise<void> {
  return new Promise((done) => {
    if (process.send) process.send(report, () => done());
    else done();
  });
}
