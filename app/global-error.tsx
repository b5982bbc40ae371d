"use client";

import { ErrorPanel } from "@/components/shell/error-panel";
import "./globals.css";

type GlobalErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

/** When even the frame around every page fails. */
export default function GlobalErrorPage({ error, retry }: GlobalErrorPageProps) {
  return (
    <html lang="en">
      <body>
        <title>This page could not be shown · Patchbay</title>
        <ErrorPanel digest={error.digest} retry={retry} />
      </body>
    </html>
  );
}
