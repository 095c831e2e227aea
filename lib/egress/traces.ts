import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-node";

import { collector } from "./collector";
import type { Place } from "./context";
import { handOver } from "./hand-over";
import { pack } from "./pack";

const OURS = "castellan";
/** OpenTelemetry's word for it */
const FAILED = 1;

/** What a span may say beyond its name and its times: words and codes of ours, and the request's id. */
const sayable = [
  "castellan.request_id",
  "castellan.outcome",
  "castellan.topic",
  "http.request.method",
  "http.response.status_code",
];

/**
 * Sends traces to the collector that the standard variables name (`OTEL_EXPORTER_OTLP_ENDPOINT` and its kin); without them nothing
 * is loaded, and `traced` costs next to nothing. Only our own spans are sent: those a framework makes may quote addresses.
 *
 * @returns what sends the rest and ends it
 */
export async function startTracing(): Promise<() => Promise<void>> {
  const { OTEL_SERVICE_NAME } = process.env;
  const to = collector();
  if (!to) return async () => {};
  const [
    { BatchSpanProcessor, NodeTracerProvider },
    { OTLPTraceExporter },
    { resourceFromAttributes },
  ] = await Promise.all([
    import("@opentelemetry/sdk-trace-node"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
  ]);
  const sending = new BatchSpanProcessor(throughGateway(new OTLPTraceExporter(), to));
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": OTEL_SERVICE_NAME || OURS }),
    spanProcessors: [
      {
        onStart: (span, parent) => sending.onStart(span, parent),
        onEnd: (span) => span.instrumentationScope.name === OURS && sending.onEnd(span),
        forceFlush: () => sending.forceFlush(),
        shutdown: () => sending.shutdown(),
      },
    ],
  });
  provider.register();
  return () => provider.shutdown();
}

function throughGateway(exporter: SpanExporter, to: Place): SpanExporter {
  return {
    export: (spans, done) => {
      const packed = pack({
        ...{ processor: "traces", purpose: "follow" },
        payload: { spans: spans.map(withoutMore) },
      });
      const send = async () => {
        try {
          await handOver(packed, [to], async (payload) => exporter.export(payload.spans, done));
        } catch (error) {
          done({ code: FAILED, error: error as Error });
        }
      };
      void send();
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}

/** A span with what it may say, and without events, which could quote errors. */
function withoutMore(span: ReadableSpan): ReadableSpan {
  const attributes = Object.fromEntries(
    sayable.flatMap((name) => (name in span.attributes ? [[name, span.attributes[name]]] : [])),
  );
  return Object.create(span, {
    attributes: { value: attributes },
    events: { value: [] },
  }) as ReadableSpan;
}
