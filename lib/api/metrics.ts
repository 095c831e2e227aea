import { backupFigures } from "@/lib/backups/health";
import { metrics } from "@/lib/metrics";
import { fillGauges } from "@/lib/operating/gauges";
import { lookAround } from "@/lib/operating/health";
import { callLog } from "@/lib/traffic/call-log";
import type { Answered } from "./call";

/** What this process counts, as Prometheus reads it. To anybody else there is nothing at this address. */
export async function showMetrics(insider: boolean): Promise<Response> {
  if (!insider)
    return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
  const { health, figures, calls, doors } = await lookAround();
  const backups = health.ready ? await backupFigures().catch(() => null) : null;
  fillGauges({ figures, ready: health.ready, calls, doors, backups });
  const { registry } = metrics();
  return new Response(await registry.metrics(), {
    headers: { "content-type": registry.contentType, "cache-control": "no-store" },
  });
}

/** Logs and counts every call with its answer. */
export const answered: Answered = (call, answer) => {
  callLog().answered(call, answer);
  const { operation, startedAt } = call;
  metrics().requests.observe(
    { operation: operation ?? "none", class: classOf(answer.status) },
    (performance.now() - startedAt) / 1_000,
  );
};

export const classOf = (status: number) => `${Math.floor(status / 100)}xx`;
