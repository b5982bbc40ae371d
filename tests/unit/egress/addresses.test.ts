import { expect, test } from "vitest";
import { isPublicAddress } from "@/lib/egress/addresses";
import { PRIVATE_ADDRESSES } from "@/tests/fixtures/addresses";

test.each(PRIVATE_ADDRESSES)("%s is not public", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([
  "1.1.1.1",
  "8.8.8.8",
  "93.184.216.34",
  "100.63.255.255",
  "100.128.0.1",
  "172.15.255.255",
  "172.32.0.1",
  "169.253.0.1",
  "198.17.0.1",
  "223.255.255.255",
  "2606:4700:4700::1111",
  "2001:4860:4860::8888",
  "2a00:1450:4001:800::200e",
  "2400:cb00::1",
])("%s is public", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  "",
  "localhost",
  "2130706433",
  "0x7f.1",
  "127.1",
  "1.1.1.1 ",
  "[::1]",
  "2606:4700::1%eth0",
  "1.1.1.1:80",
])("%j, which no socket or DNS answer would say, is not public", (text) => {
  expect(isPublicAddress(text)).toBe(false);
});
