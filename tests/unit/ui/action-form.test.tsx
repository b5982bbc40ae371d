import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { renderToString } from "react-dom/server";
import { afterEach, expect, test, vi } from "vitest";
import { ActionForm } from "@/components/forms/action-form";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { RadioGroup } from "@/components/forms/radio-group";
import { SecretField } from "@/components/forms/secret-field";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextField } from "@/components/forms/text-field";
import { Disclosure } from "@/components/ui/disclosure";
import type { FormAction, FormState } from "@/lib/forms/state";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test("a rejected form keeps what was typed, ticked and chosen, secrets too", async () => {
  show(answering({ status: "failed", message: "The server did not answer. Nothing was saved." }));
  await fillIn();

  await submit();

  await screen.findByText("The server did not answer. Nothing was saved.");
  expect(filledIn()).toEqual({
    name: "Linear",
    key: "s3cret",
    auth: "headers",
    resource: "omit",
    shared: "on",
    "headers.0.name": "X-Tenant",
  });
});

test("what is wrong is said beside its field, and the first such field gets the cursor", async () => {
  show(answering({ status: "invalid", fields: { key: ["Paste a key."], clientId: ["Enter a Client ID."] } }));

  await submit();

  const key = await screen.findByLabelText("API key");
  await waitFor(() => expect(document.activeElement).toBe(key));
  expect(key.getAttribute("aria-invalid")).toBe("true");
  expect(noteOf(key)).toBe("Paste a key.");
  expect(screen.getByText("2 things need another look")).toBeTruthy();
});

test("an error inside closed settings opens them", async () => {
  show(answering({ status: "invalid", fields: { clientId: ["Enter a Client ID."] } }));

  await submit();

  const clientId = screen.getByLabelText("Client ID");
  await waitFor(() => expect(document.activeElement).toBe(clientId));
  expect(clientId.closest("details")?.open).toBe(true);
});

test("a row's error is found by its dotted name", async () => {
  show(answering({ status: "invalid", fields: { "headers.0.name": ["Give the header a name."] } }));

  await submit();

  await screen.findByText("Give the header a name.");
  expect(noteOf(screen.getByLabelText("Header name"))).toBe("Give the header a name.");
});

test("a single thing that its field says is not said twice", async () => {
  show(answering({ status: "invalid", fields: { key: ["Paste a key."] } }));

  await submit();

  expect(await screen.findAllByText("Paste a key.")).toHaveLength(1);
  expect(screen.queryByText("One thing needs another look")).toBeNull();
});

test("a single thing without a field of its own is still said", async () => {
  show(answering({ status: "invalid", fields: { elsewhere: ["Reload the page."] } }));

  await submit();

  expect(await screen.findByText("One thing needs another look")).toBeTruthy();
});

test("the summary shrinks as its fields are edited, and goes with the last", async () => {
  show(answering({ status: "invalid", fields: { key: ["Paste a key."], clientId: ["Enter a Client ID."] } }));
  await submit();
  await screen.findByText("2 things need another look");

  await userEvent.type(screen.getByLabelText("API key"), "k");
  expect(screen.getByText("One thing needs another look")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Paste a key." })).toBeNull();

  await userEvent.type(screen.getByLabelText("Client ID"), "c");
  expect(screen.queryByText(/another look/)).toBeNull();
});

test("a done form says so and forgets what was typed", async () => {
  show(answering({ status: "done", message: "Saved." }));
  await fillIn();

  await submit();

  await screen.findByText("Saved.");
  await waitFor(() =>
    expect(filledIn()).toMatchObject({ name: "", key: "", auth: "none", resource: "auto" }),
  );
});

test("a form that is being sent is not sent twice", async () => {
  const sent: FormData[] = [];
  show(async (_previous, form) => {
    sent.push(form);
    return new Promise<FormState>(() => {});
  });

  await submit();
  await submit();

  expect(sent).toHaveLength(1);
  expect(screen.getByRole("button", { name: "Create" }).getAttribute("aria-busy")).toBe("true");
});

test.each([
  ["who is led to another page begins at its top", "/elsewhere", 1],
  ["who stays on a page that the form leaves is left where they are", "/", 0],
])("%s", async (_promise, path, times) => {
  const scroll = vi.spyOn(window, "scrollTo").mockImplementation(() => {});
  const { unmount } = show(() => new Promise<FormState>(() => {}));
  await submit();
  window.history.pushState(null, "", path);
  unmount();
  expect(scroll).toHaveBeenCalledTimes(times);
  window.history.pushState(null, "", "/");
});

test("the button that was pressed is sent along", async () => {
  const sent: FormData[] = [];
  render(
    <ActionForm
      action={async (_previous, form) => {
        sent.push(form);
        return { status: "idle" };
      }}
    >
      <SubmitButton name="then" value="stay">
        Save
      </SubmitButton>
      <SubmitButton name="then" value="leave">
        Save and close
      </SubmitButton>
    </ActionForm>,
  );

  await userEvent.click(screen.getByRole("button", { name: "Save and close" }));

  expect(sent[0]?.get("then")).toBe("leave");
});

test("a stored secret is not in the page", () => {
  const html = renderToString(<SecretField name="key" label="API key" stored />);

  expect(html).toContain("Stored. Leave empty to keep it.");
  expect(html).not.toContain("value=");
});

function show(action: FormAction) {
  return render(
    <ActionForm action={action}>
      <TextField name="name" label="Connection name" />
      <SecretField name="key" label="API key" stored={false} />
      <RadioGroup
        name="auth"
        label="Authorization"
        defaultValue="none"
        options={[
          { value: "none", label: "None" },
          { value: "headers", label: "Custom headers" },
        ]}
      />
      <SelectField
        name="resource"
        label="Resource"
        defaultValue="auto"
        options={[
          { value: "auto", label: "Automatic" },
          { value: "omit", label: "Leave out" },
        ]}
      />
      <CheckboxField name="shared" label="Shared" />
      <TextField name="headers.0.name" label="Header name" />
      <Disclosure summary="Advanced settings" initially="closed">
        <TextField name="clientId" label="Client ID" />
      </Disclosure>
      <SubmitButton>Create</SubmitButton>
    </ActionForm>,
  );
}

function answering(state: FormState): FormAction {
  return async () => state;
}

async function fillIn() {
  await userEvent.type(screen.getByLabelText("Connection name"), "Linear");
  await userEvent.type(screen.getByLabelText("API key"), "s3cret");
  await userEvent.click(screen.getByLabelText("Custom headers"));
  await userEvent.selectOptions(screen.getByLabelText("Resource"), "omit");
  await userEvent.click(screen.getByLabelText("Shared"));
  await userEvent.type(screen.getByLabelText("Header name"), "X-Tenant");
}

async function submit() {
  await userEvent.click(screen.getByRole("button", { name: "Create" }));
}

function filledIn(): Record<string, FormDataEntryValue> {
  const { clientId: _, ...values } = Object.fromEntries(new FormData(document.forms[0]));
  return values;
}

function noteOf(control: HTMLElement): string | null | undefined {
  return document.getElementById(control.getAttribute("aria-describedby") ?? "")?.textContent;
}
