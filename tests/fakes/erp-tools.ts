import { z } from "zod";
import { createOrderBook, type Order, orderStatuses, orderTotal } from "./erp-orders";
import { json, refusal, type SampleTool, sampleTool, structured, text } from "./sample-tool";

const id = z.string().describe("Order number, for example SO-10444.");
const status = z.enum(orderStatuses);
const readOnly = { readOnlyHint: true, openWorldHint: false };

/** The ERP's tools over an order book of their own. */
export function erpTools(): SampleTool[] {
  const orders = createOrderBook();

  return [getOrder(orders), searchOrders(orders), updateOrderStatus(orders), cancelOrder(orders)];
}

const getOrder = (orders: Order[]): SampleTool =>
  sampleTool(
    {
      name: "get_order",
      title: "Get an order",
      description: "One sales order with its lines, its total and what happened to it.",
      input: z.object({ id }),
      annotations: readOnly,
    },
    (asked) => {
      const order = findOrder(orders, asked.id);
      return order ? json({ ...order, total: orderTotal(order) }) : unknownOrder(asked.id);
    },
  );

const searchOrders = (orders: Order[]): SampleTool =>
  sampleTool(
    {
      name: "search_orders",
      title: "Search orders",
      description: "Sales orders by customer, status and date, newest first.",
      input: z.object({
        customer: z.string().optional().describe("Part of the customer's name."),
        status: status.optional(),
        placedFrom: z.iso.date().optional().describe("Earliest day, for example 2026-10-01."),
        limit: z.int().min(1).max(100).default(20),
      }),
      output: z.object({
        orders: z.array(
          z.object({ id: z.string(), customer: z.string(), placedOn: z.string(), status, total: z.number() }),
        ),
      }),
      annotations: readOnly,
    },
    (asked) => {
      const found = orders
        .filter((order) => order.customer.toLowerCase().includes(asked.customer?.toLowerCase() ?? ""))
        .filter((order) => asked.status === undefined || order.status === asked.status)
        .filter((order) => order.placedOn >= (asked.placedFrom ?? ""))
        .toSorted((one, other) => other.placedOn.localeCompare(one.placedOn))
        .slice(0, asked.limit);
      return structured({ orders: found.map(summary) });
    },
  );

const updateOrderStatus = (orders: Order[]): SampleTool =>
  sampleTool(
    {
      name: "update_order_status",
      title: "Update an order's status",
      description: "Moves an order on, for example from picking to shipped.",
      input: z.object({ id, status: status.exclude(["cancelled"]), note: z.string().max(200).optional() }),
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true },
    },
    (asked, { person }) => {
      const order = findOrder(orders, asked.id);
      if (!order) return unknownOrder(asked.id);
      if (order.status === "cancelled") return refusal(`${order.id} is cancelled and stays so.`);
      order.status = asked.status;
      order.history.push(`${asked.status} by ${person}${asked.note ? `: ${asked.note}` : ""}`);
      return text(`${order.id} is now ${order.status}.`);
    },
  );

const cancelOrder = (orders: Order[]): SampleTool =>
  sampleTool(
    {
      name: "cancel_order",
      title: "Cancel an order",
      description: "Cancels an order that has not been shipped. This can't be undone.",
      input: z.object({ id, reason: z.string().min(1).max(200) }),
      annotations: { readOnlyHint: false, destructiveHint: true },
    },
    (asked, { person }) => {
      const order = findOrder(orders, asked.id);
      if (!order) return unknownOrder(asked.id);
      if (["shipped", "invoiced"].includes(order.status))
        return refusal(`${order.id} is already ${order.status}.`);
      order.status = "cancelled";
      order.history.push(`cancelled by ${person}: ${asked.reason}`);
      return text(`${order.id} is cancelled.`);
    },
  );

const findOrder = (orders: Order[], id: string) => orders.find((order) => order.id === id.toUpperCase());

const unknownOrder = (id: string) => refusal(`There is no order ${id}.`);

function summary(order: Order) {
  const { id, customer, placedOn, status } = order;

  return { id, customer, placedOn, status, total: orderTotal(order) };
}
