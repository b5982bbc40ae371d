import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import { pathHeader } from "@/lib/session/return-to";

/**
 * The headers that keep a page from being turned against its reader. Nothing is
 * decided here about who may do what: each page, action and route asks itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const policy = contentPolicy(randomBytes(16).toString("base64"));
  const asked = new Headers(request.headers);
  // Next reads the nonce for its own scripts from the policy on the request.
  asked.set("content-security-policy", policy);
  asked.set(pathHeader, `${request.nextUrl.pathname}${request.nextUrl.search}`);

  const answer = NextResponse.next({ request: { headers: asked } });
  answer.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(fixedHeaders)) answer.headers.set(name, value);
  return answer;
}

/** Endpoints answer no page, and a call has no time to lose; built files carry nothing that these headers would protect. */
export const config = { matcher: "/((?!mcp/|_next/static/).*)" };

const isHttps = env.PATCHBAY_URL.startsWith("https:");
const isDevelopment = env.NODE_ENV === "development";

const fixedHeaders: Record<string, string> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "x-frame-options": "DENY",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  ...(isHttps ? { "strict-transport-security": "max-age=63072000" } : {}),
};

function contentPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    // React's development build evaluates code to rebuild stack traces.
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    // Dialogs and menus keep the page behind them still with a style element of their own.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
