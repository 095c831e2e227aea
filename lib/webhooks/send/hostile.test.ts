import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { readEnv } from "@/lib/env";
import { aMessage } from "@/lib/webhooks/testing";
import { destinationOf, type Guard } from "./destination";
import { isPublicAddress } from "./public-address";
import { RefusedUrl } from "./refused-url";
import { addressesOf, type Resolve } from "./resolve";
import { send } from "./send";

const internet: Guard = { loopback: false, allowed: [] };
const thisMachine: Guard = { loopback: true, allowed: [] };
const allowing = (list: string): Guard => ({
  loopback: false,
  allowed: readEnv({ CASTELLAN_WEBHOOK_ALLOW: list }).webhookAllow,
});

/** A listener on this machine that nothing hostile may ever reach. */
let canary: Server;
let hits = 0;
let port = 0;
beforeAll(async () => {
  canary = createServer((_, response) => {
    hits += 1;
    response.end("the crown jewels");
  });
  await new Promise<void>((ready) => canary.listen(0, "::", ready));
  port = (canary.address() as AddressInfo).port;
});
afterAll(() => new Promise((closed) => canary.close(closed)));

const never: Resolve = () => Promise.reject(new Error("nobody may be asked for this name"));
const answering =
  (...addresses: string[]): Resolve =>
  () =>
    Promise.resolve(addresses);

/** Why an address is refused, at the latest when its name has been resolved. */
async function refusalOf(url: string, guard = internet, resolve = never) {
  try {
    await addressesOf(destinationOf(url, guard), guard, resolve);
    return null;
  } catch (error) {
    if (error instanceof RefusedUrl) return error.because;
    throw error;
  }
}

describe("[V1.3.6] an address that leads inside is refused as it is written", () => {
  test.each([
    // loopback, in every spelling a parser knows
    "https://127.0.0.1/",
    "https://127.0.0.2/",
    "https://127.1/",
    "https://127.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.1/",
    "https://0x7F.0x0.0x0.0x1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://0177.0x0.0.1/",
    "https://127.0.0.1:8443/",
    "https://[::1]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[0000:0000:0000:0000:0000:0000:0000:0001]/",
    "https://[::127.0.0.1]/",
    "https://[::7f00:1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:0:127.0.0.1]/",
    "https://[0:0:0:0:0:ffff:127.0.0.1]/",
    "https://%31%32%37.0.0.1/",
    "https://127。0。0。1/",
    "https://127.0.0.1/",
    "https://①②⑦.⓪.⓪.①/",
    // nowhere in particular
    "https://0/",
    "https://0.0.0.0/",
    "https://0.1.2.3/",
    "https://[::]/",
    "https://[::ffff:0.0.0.0]/",
    // private networks
    "https://10.0.0.1/",
    "https://10.1/",
    "https://0xa.1/",
    "https://167772161/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.1.1/",
    "https://192.168.257/",
    "https://0xC0A80101/",
    "https://[::ffff:10.0.0.1]/",
    "https://[fc00::1]/",
    "https://[fd12:3456:789a::1]/",
    "https://[fec0::1]/",
    // link-local, and the clouds' metadata
    "https://169.254.169.254/latest/meta-data/",
    "https://169.254.169.254:8443/",
    "https://2852039166/",
    "https://0xa9fea9fe/",
    "https://0251.0376.0251.0376/",
    "https://169.254.43518/",
    "https://[::ffff:169.254.169.254]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[fe80::1]/",
    "https://[fd00:ec2::254]/",
    "https://100.100.100.200/",
    "https://192.0.0.192/",
    "https://168.63.129.16.nip.io.localhost/",
    // carrier-grade NAT, benchmarks, documentation, multicast, broadcast, reserved
    "https://100.64.0.1/",
    "https://100.127.255.254/",
    "https://198.18.0.1/",
    "https://198.19.255.255/",
    "https://192.0.0.1/",
    "https://192.0.2.1/",
    "https://198.51.100.1/",
    "https://203.0.113.1/",
    "https://192.88.99.1/",
    "https://224.0.0.1/",
    "https://239.255.255.255/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[2001:db8::1]/",
    "https://[3fff::1]/",
    "https://[ff02::1]/",
    "https://[100::1]/",
    "https://[5f00::1]/",
    "https://[4000::1]/",
    // tunnels and translations that carry an IPv4 address
    "https://[64:ff9b::127.0.0.1]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[64:ff9b:1::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2002:a9fe:a9fe::1]/",
    "https://[2001:0:7f00:1::]/",
    "https://[2001:2::1]/",
    "https://[2001:10::1]/",
    "https://[2001:20::1]/",
  ])("%s", async (url) => {
    expect(["address", "host", "trailing_dot"]).toContain(await refusalOf(url));
    expect(await send(sendingTo(url), internet)).toMatchObject({ outcome: "refused" });
  });

  test.each([
    ["https://localhost/", "host"],
    ["https://LOCALHOST/", "host"],
    ["https://localhost./", "trailing_dot"],
    ["https://127.0.0.1./", "address"],
    ["https://lоcalhost/", "host"], // a Cyrillic о
    ["https://anything.localhost/", "host"],
    ["https://localhost.localdomain/", "host"],
    ["https://ip6-localhost/", "host"],
    ["https://printer.local/", "host"],
    ["https://metadata.google.internal/", "host"],
    ["https://metadata/", "host"],
    ["https://instance-data/", "host"],
    ["https://kubernetes.default.svc.cluster.local/", "host"],
    ["https://router.lan/", "host"],
    ["https://db.corp/", "host"],
    ["https://1.0.0.127.in-addr.arpa/", "host"],
    ["https://hooks.example.com./", "trailing_dot"],
    ["http://hooks.example.com/", "scheme"],
    ["HTTP://hooks.example.com/", "scheme"],
    ["ftp://hooks.example.com/", "scheme"],
    ["file:///etc/passwd", "scheme"],
    ["gopher://127.0.0.1:6379/_FLUSHALL", "scheme"],
    ["dict://127.0.0.1:11211/stats", "scheme"],
    ["data:text/plain,hello", "scheme"],
    ["javascript:alert(1)", "scheme"],
    ["JaVaScRiPt:alert(1)", "scheme"],
    ["vbscript:msgbox(1)", "scheme"],
    ["ws://hooks.example.com/", "scheme"],
    ["//hooks.example.com/", "not_an_address"],
    ["hooks.example.com", "not_an_address"],
    ["https://", "not_an_address"],
    ["https://256.256.256.256/", "not_an_address"],
    ["https://[::1%25eth0]/", "not_an_address"],
    ["https://[fe80::1%eth0]/", "not_an_address"],
    ["https://exa mple.com/", "spelling"],
    ["https://hooks.example.com/\r\nHost: other", "spelling"],
    ["https://hooks.example.com\t/", "spelling"],
    ["java\nscript:alert(1)", "spelling"],
    ["https:\\\\127.0.0.1\\", "spelling"],
    ["https://hooks.example.com\\@127.0.0.1/", "spelling"],
    ["https://127.0.0.1\u200b/", "spelling"],
    ["https://\u202ehooks.example.com/", "spelling"],
    ["https://user:password@hooks.example.com/", "userinfo"],
    ["https://@hooks.example.com/", "userinfo"],
    ["https://:@hooks.example.com/", "userinfo"],
    ["https://hooks.example.com@127.0.0.1/", "userinfo"],
    ["https://hooks.example.com%2f@127.0.0.1/", "userinfo"],
    ["https:///user@127.0.0.1/", "userinfo"],
    ["https:user@127.0.0.1/", "userinfo"],
    ["https://127.0.0.1#@hooks.example.com/", "fragment"],
    ["https://hooks.example.com/#secret", "fragment"],
    ["https://hooks.example.com:22/", "port"],
    ["https://hooks.example.com:80/", "port"],
    ["https://hooks.example.com:5432/", "port"],
    ["https://hooks.example.com:6379/", "port"],
    ["https://hooks.example.com:65536/", "not_an_address"],
    ["https://93.184.215.14:25/", "port"],
    ["http://93.184.215.14/", "scheme"],
    [`https://hooks.example.com/${"a".repeat(2_000)}`, "too_long"],
  ])("%s is refused: %s", async (url, because) => {
    expect(await refusalOf(url)).toBe(because);
    expect(await send(sendingTo(url), internet)).toMatchObject({ outcome: "refused" });
  });
});

const sendingTo = (url: string) => ({ url, headers: {}, message: aMessage("{}") });

describe("a name is judged by every address it resolves to", () => {
  test.each([
    ["this machine", ["127.0.0.1"]],
    ["a private network", ["10.0.0.7"]],
    ["the clouds' metadata", ["169.254.169.254"]],
    ["a mapped address", ["::ffff:127.0.0.1"]],
    ["one good and one bad", ["93.184.215.14", "127.0.0.1"]],
    ["one bad and one good", ["::1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]],
    ["a translated address", ["64:ff9b::7f00:1"]],
  ])("%s", async (_what, addresses) => {
    const resolve = answering(...addresses);
    expect(await refusalOf("https://hooks.example.com/", internet, resolve)).toBe("address");
    expect(
      await send(sendingTo("https://hooks.example.com/"), internet, { resolve }),
    ).toMatchObject({ outcome: "refused" });
  });

  test("nobody at all, and a name nobody knows", async () => {
    expect(await refusalOf("https://hooks.example.com/", internet, answering())).toBe(
      "unknown_name",
    );
    const unknown: Resolve = () =>
      Promise.reject(Object.assign(new Error("?"), { code: "ENOTFOUND", syscall: "getaddrinfo" }));
    expect(await refusalOf("https://hooks.example.com/", internet, unknown)).toBe("unknown_name");
  });

  test("what is on the internet is fine", async () => {
    const resolve = answering("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c");
    for (const url of [
      "https://hooks.example.com/",
      "https://hooks.example.com:8443/in?from=castellan",
      "https://bücher.example.com/",
      "https://93.184.215.14/",
      "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
    ]) {
      expect(await refusalOf(url, internet, resolve), url).toBeNull();
    }
  });

  test("a name that changes its mind after the check gains nothing: what was checked is connected to", async () => {
    let asked = 0;
    const rebinding: Resolve = () =>
      Promise.resolve(++asked === 1 ? ["198.41.0.4"] : ["127.0.0.1"]);
    const guard = allowing(`198.41.0.4:${port}, 127.0.0.1:1`);
    const before = hits;
    await send(sendingTo(`http://hooks.example.com:${port}/`), guard, {
      resolve: rebinding,
      limits: { connect: 200, total: 400, body: 1_024 },
    });
    expect(asked).toBe(1);
    expect(hits).toBe(before);
  });
});

describe("the operator's list", () => {
  test.each([
    ["hooks.internal", "http://hooks.internal/", null],
    ["hooks.internal", "http://hooks.internal:9000/", null],
    ["hooks.internal:9000", "http://hooks.internal:9000/", null],
    ["hooks.internal:9000", "http://hooks.internal:9001/", "host"],
    ["hooks.internal", "http://other.internal/", "host"],
    ["10.1.2.0/24", "http://10.1.2.3:9000/", null],
    ["10.1.2.0/24", "https://10.1.3.3/", "address"],
    ["10.1.2.3:8080", "http://10.1.2.3:8080/", null],
    ["10.1.2.3:8080", "http://10.1.2.3:8081/", "address"],
    ["[fd00::7]:8443", "https://[fd00::7]:8443/", null],
    ["fd00::/8", "https://[fd00::7]/", null],
    ["10.1.2.0/24", "http://hooks.example.com/", null],
    ["10.1.3.0/24", "http://hooks.example.com/", "address"],
  ])("%s: %s → %s", async (list, url, expected) => {
    expect(await refusalOf(url, allowing(list), answering("10.1.2.9"))).toBe(expected);
  });

  test("opens nothing on the internet that was closed", async () => {
    const guard = allowing("10.1.2.0/24");
    const resolve = answering("93.184.215.14");
    expect(await refusalOf("http://hooks.example.com/", guard, resolve)).toBe("scheme");
    expect(await refusalOf("https://hooks.example.com:22/", guard, resolve)).toBe("port");
  });

  test.each(["http://hooks", "10.0.0.0/99", "hooks:0", "hooks:70000", "1.2.3", "a/b", "[::1"])(
    "a wrong entry ends the start: %s",
    (list) => {
      expect(() => readEnv({ CASTELLAN_WEBHOOK_ALLOW: list })).toThrow("CASTELLAN_WEBHOOK_ALLOW");
    },
  );
});

describe("an installation on this machine", () => {
  test("may call this machine in the clear, and no other", async () => {
    expect(await refusalOf("http://127.0.0.1:4000/", thisMachine)).toBeNull();
    expect(await refusalOf("http://[::1]:4000/", thisMachine)).toBeNull();
    expect(
      await refusalOf("http://localhost:4000/", thisMachine, answering("127.0.0.1", "::1")),
    ).toBeNull();
    expect(await refusalOf("http://localhost:4000/", thisMachine, answering("10.0.0.1"))).toBe(
      "address",
    );
    expect(await refusalOf("http://10.0.0.1/", thisMachine)).toBe("address");
    expect(await refusalOf("https://169.254.169.254/", thisMachine)).toBe("address");
    expect(
      await refusalOf("http://hooks.example.com/", thisMachine, answering("93.184.215.14")),
    ).toBe("scheme");
  });
});

test("every special range of IANA's registries is special to us", () => {
  const special = [
    ...["0.0.0.0", "10.0.0.0", "100.64.0.0", "127.0.0.0", "169.254.0.0", "172.16.0.0", "192.0.0.0"],
    ...["192.0.0.8", "192.0.0.170", "192.0.2.0", "192.31.196.0", "192.52.193.0", "192.88.99.2"],
    ...["192.168.0.0", "192.175.48.0", "198.18.0.0", "198.51.100.0", "203.0.113.0", "240.0.0.0"],
    ...["255.255.255.255", "224.0.0.1", "::1", "::", "::ffff:8.8.8.8", "64:ff9b::808:808"],
    ...["64:ff9b:1::", "100::", "2001::", "2001:1::1", "2001:2::", "2001:3::", "2001:4:112::"],
    ...["2001:20::", "2001:30::", "2001:db8::", "2002::", "2620:4f:8000::", "3fff::", "5f00::"],
    ...["fc00::", "fe80::", "ff00::", "::8.8.8.8", "1::1", "6000::1", "e000::1", "nonsense", ""],
  ];
  expect(special.filter(isPublicAddress)).toEqual([]);
});

test("nothing of all this reached the listener on this machine", () => expect(hits).toBe(0));
