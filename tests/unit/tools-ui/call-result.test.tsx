import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { CallResult } from "@/components/tools/call-result";
import type { Json } from "@/lib/tools/schema";

afterEach(cleanup);

test("markup in a result is text, and nothing in it is a link or is fetched", () => {
  show([
    { type: "text", text: '<img src="https://evil.example/x.png"><script>alert(1)</script>' },
    { type: "text", text: "![x](https://evil.example/?d=1) [y](javascript:alert(1))" },
    { type: "resource_link", uri: "https://evil.example/file", name: "Quarterly report" },
    { type: "resource", resource: { uri: "file:///etc/passwd", text: "<b>bold</b>", mimeType: "text/html" } },
  ]);

  expect(screen.getByText(/<script>alert\(1\)<\/script>/)).toBeTruthy();
  expect(screen.getByText(/Quarterly report at evil\.example/)).toBeTruthy();
  expect(document.querySelectorAll("a, img, script, iframe, b")).toHaveLength(0);
});

test("a picture is shown only when it carries itself and can hold no script", () => {
  show([
    { type: "image", mimeType: "image/png", data: "iVBORw0KGgo=" },
    { type: "image", mimeType: "image/svg+xml", data: "PHN2Zz4=" },
    { type: "image", mimeType: "image/png", data: "https://evil.example/x.png" },
    { type: "image", mimeType: 'image/png" onerror="alert(1)', data: "iVBORw0KGgo=" },
  ]);

  const pictures = [...document.querySelectorAll("img")].map((picture) => picture.getAttribute("src"));
  expect(pictures).toEqual(["data:image/png;base64,iVBORw0KGgo="]);
});

test("a structured result that is also sent as text is shown once", () => {
  show([{ type: "text", text: '{ "days": [1] }' }], { days: [1] });

  expect(screen.queryByText("JSON")).toBeNull();
  expect(screen.getByText("Structured result")).toBeTruthy();
});

test("a tool's own error says that it is one, and how long it took", () => {
  show([{ type: "text", text: "No such article." }], null, true);

  expect(screen.getByText("The tool reports an error")).toBeTruthy();
  expect(screen.getByText("No such article.")).toBeTruthy();
  expect(screen.getByText("12 ms")).toBeTruthy();
});

test("a part of a kind from the future is shown as what it is", () => {
  show([{ type: "hologram", depth: 3 }, "not even an object"]);

  expect(screen.getByText(/"hologram"/)).toBeTruthy();
  expect(screen.getByText(/not even an object/)).toBeTruthy();
});

function show(content: Json[], structured: Json = null, isError = false): void {
  render(
    <CallResult call={{ kind: "answered", isError, content, structured, durationMs: 12, raw: "raw" }} />,
  );
}
