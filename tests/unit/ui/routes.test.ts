import { expect, test } from "vitest";
import { routes } from "@/lib/routes";

test("what is put into an address stays one segment of it", () => {
  expect(routes.connectionTools("ck1")).toBe("/connections/ck1/tools");
  expect(routes.invite("../../settings?x=1#y")).toBe("/invite/..%2F..%2Fsettings%3Fx%3D1%23y");
});
