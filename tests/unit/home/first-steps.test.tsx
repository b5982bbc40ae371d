import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { FirstSteps } from "@/app/(console)/home/first-steps";
import { routes } from "@/lib/routes";

afterEach(cleanup);

test("the way to a called tool ends at the endpoint, and what is done has no button", () => {
  render(
    <FirstSteps
      steps={[
        { step: "connection", isDone: true, href: routes.newConnection },
        { step: "signIn", isDone: true, href: routes.signIns },
        { step: "assignment", isDone: true, href: routes.assignmentSetup("a1") },
        { step: "endpoint", isDone: false, href: routes.assignmentEndpoint("a1") },
      ]}
    />,
  );

  expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual([
    "/assignments/a1/endpoint",
  ]);
  expect(screen.getAllByRole("img", { name: "Done" })).toHaveLength(3);
});
