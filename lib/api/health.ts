import { lookAround } from "@/lib/operating/health";

/** Whether this process is alive and reaches its data, and how the rest fares; figures only for those who look after it. */
export async function health(insider: boolean): Promise<Response> {
  const { health, figures, calls } = await lookAround();
  return Response.json(insider ? { ...health, figures: { ...figures, calls } } : health, {
    status: health.ready ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
