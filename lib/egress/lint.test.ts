import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, test } from "vitest";

const wrong = [
  'import { connect } from "node:net";',
  'import net from "net";',
  'import { connect } from "node:tls";',
  'import { get } from "node:http";',
  'import https from "https";',
  'import { connect } from "node:http2";',
  'import { createSocket } from "node:dgram";',
  'import { lookup } from "node:dns/promises";',
  'import { resolve4 } from "dns";',
  'import { request } from "undici";',
  'import nodemailer from "nodemailer";',
  'import createClient from "openapi-fetch";',
  'import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";',
  'void fetch("https://example.com");',
  'void new WebSocket("wss://example.com");',
  'void new EventSource("https://example.com");',
];
const right = [
  'import { isIP } from "node:net";',
  'import type { IncomingMessage } from "node:http";',
  'import { z } from "zod";',
];

test("[P44] code that reaches for the network by itself does not pass the linter", async () => {
  const folder = mkdtempSync(join(tmpdir(), "castellan-lint-"));
  try {
    const lines = [...wrong, ...right];
    for (const [index, line] of lines.entries())
      writeFileSync(join(folder, `line-${index}.ts`), `${line}\n`);
    const args = ["-c", ".oxlintrc.json", "--format=unix", folder];
    const { stdout } = await promisify(execFile)(process.execPath, [
      "node_modules/oxlint/bin/oxlint",
      ...args,
    ]).catch((error: { stdout: string }) => error);
    const kept = lines.filter((_, index) =>
      new RegExp(`line-${index}\\.ts:.*no-restricted-(imports|globals)`).test(stdout),
    );
    expect(kept).toEqual(wrong);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
