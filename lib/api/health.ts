import { backupHealth } from "@/lib/backups/health";
import { lookAround } from "@/lib/operating/health";

/** Whether this process is alive and reaches its data, and how the rest fares; figures only for those who look after it. */
export async function health(insider: boolean): Promise<Response> {
  const { health: service, figures, calls, doors } = await lookAround();
  const backups = service.ready ? await backupHealth().catch(() => "unknown") : "unknown";
  const state = service.state === "ok" && backups === "alarm" ? "degraded" : service.state;
  const health = { ...service, state, backups };
  return Response.json(insider ? { ...health, figures: { ...figures, calls, doors } } : health, {
    status: health.ready ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
