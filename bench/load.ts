import { connect } from "node:net";

/**
 * A process that asks a server on this machine over keep-alive connections, a fixed number of requests at once, and
 * spends as little as it can itself: it looks only for the status and the end of each answer.
 */
export type Job = {
  port: number;
  /** whole requests as they go over the wire, taken in turn */
  requests: string[];
  concurrency: number;
  /** stops after so many seconds, or after so many requests */
  seconds?: number;
  count?: number;
  /** milliseconds of rest before each request, for a probe that asks now and then */
  rest?: number;
};

export type Loaded = {
  answered: number;
  /** answers other than 2xx; any makes the measurement worthless */
  refused: number;
  firstRefusal: string | null;
  seconds: number;
  p50: number;
  p95: number;
  p99: number;
};

process.on("message", (job: Job) => void ask(job).then((loaded) => process.send!(loaded)));
process.on("disconnect", () => process.exit());

async function ask(job: Job): Promise<Loaded> {
  const requests = job.requests.map((text) => Buffer.from(text));
  const latencies: number[] = [];
  const refusals: string[] = [];
  const begun = performance.now();
  const until = job.seconds ? begun + job.seconds * 1_000 : Infinity;
  let next = 0;
  const take = () =>
    next < (job.count ?? Infinity) && performance.now() < until
      ? requests[next++ % requests.length]!
      : null;

  await Promise.all(
    Array.from({ length: job.concurrency }, () => oneConnection(job, take, latencies, refusals)),
  );
  const seconds = (performance.now() - begun) / 1_000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor((latencies.length - 1) * share)] ?? NaN;
  return {
    answered: latencies.length,
    refused: refusals.length,
    firstRefusal: refusals[0] ?? null,
    seconds,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
}

function oneConnection(
  { port, rest }: Job,
  take: () => Buffer | null,
  latencies: number[],
  refusals: string[],
): Promise<void> {
  return new Promise((done, fail) => {
    const socket = connect({ host: "127.0.0.1", port, noDelay: true });
    let answer: Buffer = Buffer.alloc(0);
    let sent = 0;
    const send = () => {
      const request = take();
      if (!request) {
        socket.end();
        done();
        return;
      }
      sent = performance.now();
      socket.write(request);
    };
    const sendSoon = () => (rest ? setTimeout(send, rest) : send());
    socket.on("connect", sendSoon);
    socket.on("error", fail);
    socket.on("data", (chunk) => {
      answer = answer.length ? Buffer.concat([answer, chunk]) : chunk;
      if (!isWhole(answer)) return;
      latencies.push(performance.now() - sent);
      if (answer[9] !== 0x32) refusals.push(answer.toString("utf8", 0, 1_200));
      answer = Buffer.alloc(0);
      sendSoon();
    });
  });
}

function isWhole(answer: Buffer): boolean {
  const end = answer.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const head = answer.toString("latin1", 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return answer.length >= end + 4 + Number(length);
  if (/\r\ntransfer-encoding: *chunked/i.test(head))
    return answer.subarray(-5).equals(Buffer.from("0\r\n\r\n"));
  return true;
}
