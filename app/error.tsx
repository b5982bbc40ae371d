"use client";

import { ErrorPanel } from "@/components/shell/error-panel";

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return <ErrorPanel digest={error.digest} retry={retry} />;
}
