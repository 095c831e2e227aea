import { describe, expect, test } from "vitest";

import { inNetworks, networkOf } from "./networks";

describe("an address range", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7/32"],
    [" 203.0.113.7/24 ", "203.0.113.0/24"],
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["2001:DB8::1", "2001:db8::1/128"],
    ["2001:db8:1:2:3::/64", "2001:db8:1:2::/64"],
    ["::ffff:203.0.113.7", "203.0.113.7/32"],
    ["::ffff:203.0.113.7/120", "203.0.113.0/24"],
  ])("%s is kept as %s", (typed, kept) => {
    expect(networkOf(typed)).toBe(kept);
  });

  test.each([
    "",
    "here",
    "0.0.0.0/0",
    "::/0",
    "::ffff:0.0.0.0/96",
    "203.0.113.7/33",
    "203.0.113.7/-1",
    "203.0.113.7/08",
    "203.0.113.7/",
    "203.0.113.7/24/24",
    "203.0.113",
    "0x7f.1",
    "0177.0.0.1",
    "2130706433",
    "fe80::1%eth0",
    "2001:db8::/129",
    "203.0.113.0-203.0.113.9",
    "*.example.com",
    "<script>alert(1)</script>",
  ])("%j is none", (typed) => {
    expect(networkOf(typed)).toBeNull();
  });

  test("holds the addresses in it, however they are spelled, and no others", () => {
    const networks = ["203.0.113.0/24", "2001:db8::/48"];
    for (const inside of ["203.0.113.0", "203.0.113.255", "::ffff:203.0.113.9", "2001:db8::9"])
      expect(inNetworks(networks, inside), inside).toBe(true);
    for (const outside of ["203.0.112.255", "203.0.114.0", "2001:db8:1::", "::1", "", "nonsense"])
      expect(inNetworks(networks, outside), outside).toBe(false);
    expect(inNetworks(networks, null)).toBe(false);
  });
});
