import { expect, test } from "vitest";
import { nextStop, pickerRows } from "@/app/(console)/assignments/[assignmentId]/setup/picker-rows";
import { waitsForPerson } from "@/lib/assignments/state";
import { buildGroup, buildTool } from "./builders";

const warehouse = buildGroup("Warehouse", [
  buildTool("find_stock", { line: "Finds articles." }),
  buildTool("reserve"),
]);
const crm = {
  ...buildGroup("CRM", [buildTool("find_customer")]),
  signIn: { state: "notSignedIn" as const, vouched: false, reason: null, missing: null, shared: false },
};
const shown = { query: "", isOpen: () => true, isPicked: () => false, waitsForPerson };
const keys = (rows: ReturnType<typeof pickerRows>) => rows.map(({ key }) => key);

test("a closed group shows its heading and none of its tools", () => {
  const rows = pickerRows([warehouse, crm], { ...shown, isOpen: (group) => group === crm });
  expect(keys(rows)).toEqual(["Warehouse", "CRM", "find_customer"]);
});

test("a search looks through names and descriptions of every connection, closed ones too", () => {
  const rows = pickerRows([warehouse, crm], { ...shown, query: "Articles", isOpen: () => false });
  expect(keys(rows)).toEqual(["Warehouse", "find_stock"]);
});

test("the name of a connection finds all of its tools", () => {
  expect(keys(pickerRows([warehouse, crm], { ...shown, query: "crm" }))).toEqual(["CRM", "find_customer"]);
});

test("a missing sign-in is said where a tool of that connection is picked, and only there", () => {
  const rows = pickerRows([warehouse, crm], { ...shown, isPicked: () => true });
  expect(keys(rows)).toEqual(["Warehouse", "find_stock", "reserve", "CRM", "CRM sign-in", "find_customer"]);
});

test("arrow keys pass over what can't hold the focus", () => {
  const rows = pickerRows([crm], { ...shown, isPicked: () => true });
  expect(nextStop(rows, 0, 1)).toBe(2);
  expect(nextStop(rows, 2, 1)).toBe(2);
  expect(nextStop(rows, 2, -1)).toBe(0);
});
