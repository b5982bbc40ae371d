import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { ConnectionForm } from "@/components/connections/connection-form";
import type { CheckMessage, CheckStep, ConnectionView } from "@/lib/connections/schema";
import type { FormState } from "@/lib/forms/state";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("a rejected form keeps what was typed, header rows and their secrets too", async () => {
  const { sent } = show({ answer: { status: "invalid", fields: { url: ["That name only works inside."] } } });
  await paste("Connection name", "Legacy ERP");
  await userEvent.click(method("Custom headers"));
  await userEvent.type(screen.getByLabelText("Header name"), "X-User");
  await userEvent.click(screen.getByRole("button", { name: "Add header" }));
  await userEvent.type(nth("Header name", 1), "X-Tenant");
  await userEvent.click(nth("You, for everyone", 1));
  await userEvent.type(nth("Shared value", 1), "acme");

  await userEvent.click(screen.getByRole("button", { name: "Create" }));

  expect(await screen.findAllByText("That name only works inside.")).not.toHaveLength(0);
  const kept = ["Connection name", "Header name"].map((label) => nth(label, 0).value);
  expect(kept).toEqual(["Legacy ERP", "X-User"]);
  expect(nth("Shared value", 1).value).toBe("acme");
  expect(sent()).toEqual({
    name: "Legacy ERP",
    authorization: "headers",
    url: "",
    "headers.0.name": "X-User",
    "headers.0.filledBy": "teammate",
    "headers.0.hint": "",
    "headers.0.secret": "on",
    "headers.1.name": "X-Tenant",
    "headers.1.filledBy": "admin",
    "headers.1.value": "acme",
    "headers.1.shared": "on",
    "headers.1.secret": "on",
  });
});

test("what belongs to another way of signing in is kept while it is out of sight, and not sent", async () => {
  const { sent } = show({ answer: { status: "failed", message: "Not now." } });
  await userEvent.click(method("OAuth"));
  await userEvent.click(screen.getByText("Advanced settings"));
  await userEvent.click(screen.getByLabelText("Use my own OAuth app"));
  await userEvent.type(screen.getByLabelText("Client Secret"), "s3cret");
  await userEvent.click(method("None"));

  await userEvent.click(screen.getByRole("button", { name: "Create" }));

  expect(await screen.findByText("Not now.")).toBeTruthy();
  expect(sent()).toEqual({ name: "", authorization: "none", url: "" });
  expect(nth("Client Secret", 0).value).toBe("s3cret");
});

test("what needs another look is listed from top to bottom", async () => {
  const fields = { url: ["No address."], "headers.0.name": ["No header."], name: ["No name."] };
  show({ answer: { status: "invalid", fields } });
  await userEvent.click(method("Custom headers"));

  await userEvent.click(screen.getByRole("button", { name: "Create" }));

  await screen.findByText("3 things need another look");
  const links = screen.getAllByRole("button", { name: /^No / }).map(({ textContent }) => textContent);
  expect(links).toEqual(["No name.", "No header.", "No address."]);
});

test("an address is judged while it is typed, and shown as it will be stored", async () => {
  show({});

  await paste("Server URL", "https://0x7f.1/mcp");
  expect(screen.getByText(/Enter the server's name instead of an IP address/)).toBeTruthy();

  await userEvent.clear(screen.getByLabelText("Server URL"));
  await paste("Server URL", "HTTPS://MCP.Example.com:443/mcp");
  expect(screen.getByText("https://mcp.example.com/mcp")).toBeTruthy();
});

test("what the last attempt said of an address is gone once another is typed", async () => {
  show({ answer: { status: "invalid", fields: { url: ["There is no MCP server at this address."] } } });
  const address = () => screen.getByLabelText("Server URL");
  await paste("Server URL", "https://mcp.example.com/nothing");
  await userEvent.click(screen.getByRole("button", { name: "Create" }));
  await waitFor(() => expect(address().getAttribute("aria-invalid")).toBe("true"));

  await userEvent.clear(address());
  await paste("Server URL", "https://localhost/mcp");

  expect(address().getAttribute("aria-invalid")).toBeNull();
  expect(screen.getByText(/localhost is this machine.*whoever runs this console to allow/)).toBeTruthy();
});

test("a Client ID that Create misses is asked for in sight, and stays while it is typed", async () => {
  show({ answer: { status: "invalid", fields: { clientId: ["Enter a Client ID."] } } });
  await userEvent.click(method("OAuth"));

  await userEvent.click(screen.getByRole("button", { name: "Create" }));

  const clientId = screen.getByLabelText<HTMLInputElement>("Client ID");
  await waitFor(() => expect(document.activeElement).toBe(clientId));
  expect(advanced().open).toBe(true);
  await userEvent.type(clientId, "mine");
  expect(clientId.closest("fieldset")?.disabled).toBe(false);
  expect(screen.getByLabelText<HTMLInputElement>("Use my own OAuth app").checked).toBe(true);
});

test("a check shows each step and presets the method it found", async () => {
  serverSays(step("address"), usable({ found: "oauth", registration: "dynamic" }));
  show({});
  await paste("Server URL", "https://mcp.example.com/mcp");

  await userEvent.click(screen.getByRole("button", { name: "Check server" }));

  expect(await screen.findByText("We found OAuth with automatic registration.")).toBeTruthy();
  expect(screen.getByText("address is fine")).toBeTruthy();
  expect(method("OAuth").checked).toBe(true);
  expect(advanced().open).toBe(false);
});

test("a server without automatic registration opens Advanced settings at the Client ID", async () => {
  serverSays(usable({ found: "oauth", registration: "manual" }));
  show({});
  await paste("Server URL", "https://mcp.example.com/mcp");

  await userEvent.click(screen.getByRole("button", { name: "Check server" }));

  await waitFor(() => expect(advanced().open).toBe(true));
  expect(screen.getByLabelText<HTMLInputElement>("Use my own OAuth app").checked).toBe(true);
  expect(screen.getByLabelText<HTMLInputElement>("Client ID").closest("fieldset")?.disabled).toBe(false);
  expect(screen.getByLabelText<HTMLInputElement>("Redirect URI").value).toBe(REDIRECT_URI);
});

test("a method is called by its label, and what it means is read after it", () => {
  show({});

  expect(
    screen.getByRole("radio", { name: "API key", description: /pastes a key of their own/ }),
  ).toBeTruthy();
});

test("the step that is to blame is open, and nothing is preset", async () => {
  const sentence = "This server only speaks the older HTTP+SSE transport.";
  serverSays(step("address"), step("transport", { outcome: "failed", sentence, detail: { status: 405 } }), {
    verdict: { kind: "refused", sentence },
  });
  show({});

  await userEvent.click(screen.getByRole("button", { name: "Check server" }));

  const panel = within(screen.getByLabelText("Live check"));
  await panel.findByText(sentence, { selector: "summary span" });
  expect(panel.getByText("405").closest("details")?.open).toBe(true);
  expect(method("None").checked).toBe(true);
});

test("on a phone a check is brought into view as it starts and when it has grown", async () => {
  serverSays(step("address"), usable({ found: "none", registration: null }));
  const scrolled = vi.fn();
  Element.prototype.scrollIntoView = scrolled;
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  const below = vi.spyOn(Element.prototype, "getBoundingClientRect");
  below.mockReturnValue(new DOMRect(0, window.innerHeight, 300, 400));
  show({});

  await userEvent.click(screen.getByRole("button", { name: "Check server" }));

  await screen.findByText("It can be used.");
  await waitFor(() => expect(scrolled).toHaveBeenCalledTimes(2));
  expect(scrolled).toHaveBeenCalledWith({ block: "start" });
  below.mockRestore();
});

test("an address that the check refuses is marked until it is another", async () => {
  const sentence = "The address must start with https.";
  serverSays(step("address", { outcome: "failed", sentence }), { verdict: { kind: "refused", sentence } });
  show({});
  const address = () => screen.getByLabelText("Server URL");
  await paste("Server URL", "http://mcp.example.com/mcp");

  await userEvent.click(screen.getByRole("button", { name: "Check server" }));

  await waitFor(() => expect(address().getAttribute("aria-invalid")).toBe("true"));
  await userEvent.type(address(), "2");
  expect(address().getAttribute("aria-invalid")).toBeNull();
});

test("the tools stay the last line of a check, however early they are known", async () => {
  serverSays(
    step("tools", { outcome: "skipped", durationMs: 0 }),
    step("registration"),
    step("sign-in"),
    usable({ found: "oauth", registration: "dynamic" }),
  );
  show({});

  await userEvent.click(screen.getByRole("button", { name: "Check server" }));

  await screen.findByText("It can be used.");
  const lines = within(screen.getByLabelText("Live check")).getAllByRole("listitem");
  expect(lines.map((line) => line.textContent)).toEqual([
    "sign-in is fine1 ms",
    "registration is fine1 ms",
    "tools is fine",
  ]);
});

test("a check that Patchbay itself refuses says so in its own words", async () => {
  const detail = "Your session has ended. Log in again, then check the server.";
  vi.stubGlobal("fetch", async () => Response.json({ detail }, { status: 401 }));
  show({});

  await userEvent.click(screen.getByRole("button", { name: "Check server" }));

  expect(await screen.findByText(detail)).toBeTruthy();
});

test("an edit that ends sign-ins names who has to reconnect, before it is saved", async () => {
  show({ connection, signedIn: ["Ada", "Ben"] });
  expect(screen.queryByText(/will have to reconnect/)).toBeNull();

  await userEvent.type(screen.getByLabelText("Server URL"), "/v2");

  expect(screen.getByText("The address changes: 2 people will have to reconnect")).toBeTruthy();
  expect(screen.getByText(/Ada and Ben/)).toBeTruthy();
});

test.each<[string, string, () => Promise<void>]>([
  [
    "the way to sign in",
    "The way to sign in changes: one person will have to reconnect",
    () => userEvent.click(method("API key")),
  ],
  [
    "another header for each teammate",
    "Each teammate is asked for another header: one person will have to reconnect",
    async () => {
      await userEvent.click(screen.getByRole("button", { name: "Add header" }));
      await userEvent.type(nth("Header name", 1), "X-User");
    },
  ],
  [
    "a shared header that each teammate fills in from now on",
    "Each teammate is asked for another header: one person will have to reconnect",
    () => userEvent.click(nth("Each teammate", 0)),
  ],
])("an edit of %s says what it costs", async (_what, sentence, edit) => {
  show({ connection, signedIn: ["Ada"] });

  await edit();

  expect(screen.getByText(sentence)).toBeTruthy();
});

test("an edit that ends sign-ins is sent only once somebody agreed, and is kept when they did not", async () => {
  const { sent } = show({ connection, signedIn: ["Ada", "Ben"], assignments: ["Close the month"] });
  await userEvent.type(screen.getByLabelText("Server URL"), "/v2");
  const save = screen.getByRole("button", { name: "Create" });

  await userEvent.click(save);
  const asked = within(screen.getByRole("dialog"));
  expect(asked.getByText(/ends the sign-in of 2 people/).textContent).toContain("Ada and Ben");
  expect(asked.getByText("One assignment uses its tools: Close the month.")).toBeTruthy();
  await userEvent.click(asked.getByRole("button", { name: "Cancel" }));
  expect(sent()).toEqual({});
  expect(nth("Server URL", 0).value).toBe(`${connection.url}/v2`);
  await waitFor(() => expect(document.activeElement).toBe(save));

  await userEvent.click(save);
  await userEvent.click(screen.getByRole("button", { name: "Save and end 2 sign-ins" }));
  expect(sent()).toMatchObject({ url: `${connection.url}/v2`, version: "3", mayEnd: "2" });
});

test("an edit that only the server knows to end sign-ins is asked about when it is saved again", async () => {
  const sentence = "Nothing was saved: it would end one person's sign-in.";
  const answer = { status: "invalid", fields: { mayEnd: [sentence] } } as const;
  const { sent } = show({ connection, signedIn: ["Ada"], answer });
  await userEvent.click(screen.getByRole("button", { name: "Create" }));
  expect(await screen.findByText(sentence)).toBeTruthy();
  expect(sent()).not.toHaveProperty("mayEnd");

  await userEvent.click(screen.getByRole("button", { name: "Create" }));
  await userEvent.click(screen.getByRole("button", { name: "Save and end the sign-in" }));

  expect(sent()).toMatchObject({ mayEnd: "1" });
});

test("an edit that keeps every credential where it was says nothing of it", async () => {
  show({ connection, signedIn: ["Ada"] });

  await userEvent.type(screen.getByLabelText("Connection name"), " (old)");
  await userEvent.clear(screen.getByLabelText("Server URL"));
  await paste("Server URL", "HTTPS://ERP.example.com:443/mcp");
  await userEvent.click(screen.getByRole("button", { name: "Add header" }));
  await userEvent.type(nth("Header name", 1), "X-Region");
  await userEvent.click(nth("You, for everyone", 1));

  expect(screen.queryByText(/have to reconnect/)).toBeNull();
});

test("an edit shows no secret and says that one is stored", () => {
  show({ connection, signedIn: [] });

  expect(nth("Shared value", 0).value).toBe("");
  expect(screen.getByText("Stored. Leave empty to keep it.")).toBeTruthy();
});

const REDIRECT_URI = "https://patchbay.example/oauth/callback";

const connection: ConnectionView = {
  id: "c1",
  name: "Legacy ERP",
  url: "https://erp.example.com/mcp",
  host: "erp.example.com",
  authorization: "headers",
  settings: {
    authorization: "headers",
    headers: [{ name: "X-Tenant", secret: true, hint: "", shared: true }],
  },
  client: null,
  server: null,
  protocolVersion: null,
  listedAt: null,
  listFailure: null,
  listTruncated: false,
  version: 3,
  addedAt: new Date(),
};

type Shown = {
  answer?: FormState;
  connection?: ConnectionView;
  signedIn?: string[];
  assignments?: string[];
};

function show({ answer = { status: "idle" }, connection: edited, signedIn = [], assignments = [] }: Shown) {
  const action = vi.fn(async (_previous: FormState, _form: FormData) => answer);
  render(
    <ConnectionForm
      action={action}
      allow={[]}
      redirectUri={REDIRECT_URI}
      companyHost={null}
      edited={edited ? { connection: edited, impact: { signedIn, assignments } } : null}
      pendingWords="Talking to the server."
      submit="Create"
    />,
  );
  return { sent: () => Object.fromEntries(action.mock.calls.at(-1)?.[1] ?? new FormData()) };
}

async function paste(label: string, text: string): Promise<void> {
  await userEvent.click(screen.getByLabelText(label));
  await userEvent.paste(text);
}

function nth(label: string, index: number): HTMLInputElement {
  const found = screen.getAllByLabelText<HTMLInputElement>(label)[index];
  if (!found) throw new Error(`There is no ${label} number ${index}.`);
  return found;
}

function method(label: string): HTMLInputElement {
  return screen.getByRole<HTMLInputElement>("radio", { name: label });
}

function advanced(): HTMLDetailsElement {
  const found = screen.getByText("Advanced settings").closest("details");
  if (!found) throw new Error("Advanced settings are not a disclosure.");
  return found;
}

function serverSays(...messages: CheckMessage[]): void {
  const lines = messages.map((message) => `${JSON.stringify(message)}\n`).join("");
  vi.stubGlobal("fetch", async () => new Response(lines));
}

function step(name: CheckStep["step"], changes: Partial<CheckStep> = {}): CheckMessage {
  const fine: CheckStep = {
    step: name,
    outcome: "ok",
    sentence: `${name} is fine`,
    durationMs: 1,
    detail: {},
  };
  return { step: { ...fine, ...changes } };
}

type Found = Pick<
  Extract<Extract<CheckMessage, { verdict: unknown }>["verdict"], { kind: "usable" }>,
  "found" | "registration"
>;

function usable(found: Found): CheckMessage {
  const url = "https://mcp.example.com/mcp";
  return { verdict: { kind: "usable", url, tools: null, sentence: "It can be used.", ...found } };
}
