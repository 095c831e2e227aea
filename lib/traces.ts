import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";

const OURS = "castellan";

/**
 * Sends traces to the collector that the standard variables name (`OTEL_EXPORTER_OTLP_ENDPOINT` and its kin); without them nothing
 * is loaded, and `traced` costs next to nothing. Only our own spans are sent: those a framework makes may quote addresses.
 *
 * @returns what sends the rest and ends it
 */
export async function startTracing(): Promise<() => Promise<void>> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_SERVICE_NAME } =
    process.env;
  if (!OTEL_EXPORTER_OTLP_ENDPOINT && !OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) return async () => {};
  const [
    { BatchSpanProcessor, NodeTracerProvider },
    { OTLPTraceExporter },
    { resourceFromAttributes },
  ] = await Promise.all([
    import("@opentelemetry/sdk-trace-node"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
  ]);
  const sending = new BatchSpanProcessor(new OTLPTraceExporter());
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

/** Does some work as a span of the trace at hand. Attributes are names and codes of ours, never of people; errors leave no message. */
export function traced<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return trace.getTracer(OURS).startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The trace at hand, for a job to go on with; undefined where none is. */
export function traceAtHand(): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

/** Goes on with a trace that another process began. */
export const inTrace = <T>(traceparent: string | undefined, work: () => T): T =>
  context.with(propagation.extract(ROOT_CONTEXT, { traceparent }), work);
