import { z } from "zod";
import { type Customer, createCustomers } from "./crm-customers";
import { json, refusal, type SampleTool, sampleTool, structured, text } from "./sample-tool";

const id = z.string().describe("Customer number, for example C-2003.");
const readOnly = { readOnlyHint: true, openWorldHint: false };

/** The CRM's tools over customers of their own. */
export function crmTools(): SampleTool[] {
  const customers = createCustomers();

  return [whoami, ...[searchCustomers, getCustomer, addNote, deleteCustomer].map((make) => make(customers))];
}

const whoami = sampleTool(
  {
    name: "whoami",
    title: "Who am I?",
    description: "The person the CRM takes you for.",
    input: z.object({}),
    output: z.object({ person: z.string(), email: z.string() }),
    annotations: readOnly,
  },
  (_, { person }) => structured({ person, email: `${person}@acme.example` }),
);

const searchCustomers = (customers: Customer[]): SampleTool =>
  sampleTool(
    {
      name: "search_customers",
      title: "Search customers",
      description: "Finds customers by name, city or contact.",
      input: z.object({
        query: z.string().describe("Part of a name, a city or a contact's name; empty finds everybody."),
        segment: z.enum(["key account", "regular", "prospect"]).optional(),
        limit: z.int().min(1).max(50).default(10),
      }),
      annotations: readOnly,
    },
    ({ query, segment, limit }) => {
      const wanted = query.toLowerCase();
      const found = customers
        .filter((customer) => segment === undefined || customer.segment === segment)
        .filter(({ name, city, contact }) =>
          `${name} ${city} ${contact.name}`.toLowerCase().includes(wanted),
        );
      return json(
        found.slice(0, limit).map(({ notes, ...customer }) => ({ ...customer, notes: notes.length })),
      );
    },
  );

const getCustomer = (customers: Customer[]): SampleTool =>
  sampleTool(
    {
      name: "get_customer",
      title: "Get a customer",
      description: "Everything about one customer, notes included.",
      input: z.object({ id }),
      annotations: readOnly,
    },
    (asked) => {
      const customer = findCustomer(customers, asked.id);
      return customer ? json(customer) : unknownCustomer(asked.id);
    },
  );

const addNote = (customers: Customer[]): SampleTool =>
  sampleTool(
    {
      name: "add_note",
      title: "Add a note",
      description: "Adds a note to a customer, signed with your name.",
      input: z.object({ id, text: z.string().min(1).max(2_000).describe("What to remember.") }),
      annotations: { readOnlyHint: false, destructiveHint: false },
    },
    (asked, { person }) => {
      const customer = findCustomer(customers, asked.id);
      if (!customer) return unknownCustomer(asked.id);
      customer.notes.push({ by: person, text: asked.text });
      return text(`Noted on ${customer.name}, by ${person}.`);
    },
  );

const deleteCustomer = (customers: Customer[]): SampleTool =>
  sampleTool(
    {
      name: "delete_customer",
      title: "Delete a customer",
      description: "Deletes a customer and all notes for good.",
      input: z.object({ id }),
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
    },
    (asked) => {
      const customer = findCustomer(customers, asked.id);
      if (!customer) return unknownCustomer(asked.id);
      customers.splice(customers.indexOf(customer), 1);
      return text(`Deleted ${customer.name}.`);
    },
  );

const findCustomer = (customers: Customer[], id: string) =>
  customers.find((customer) => customer.id === id.toUpperCase());

const unknownCustomer = (id: string) => refusal(`There is no customer ${id}.`);
