export const orderStatuses = ["new", "confirmed", "picking", "shipped", "invoiced", "cancelled"] as const;

export type OrderStatus = (typeof orderStatuses)[number];

export type Order = {
  id: string;
  customer: string;
  placedOn: string;
  status: OrderStatus;
  lines: { sku: string; quantity: number; unitPrice: number }[];
  history: string[];
};

/** A fresh order book; each server has its own. */
export function createOrderBook(): Order[] {
  return entries.map(([id, customer, placedOn, status, ...lines]) => ({
    id,
    customer,
    placedOn,
    status,
    lines: lines.map(([sku, quantity, unitPrice]) => ({ sku, quantity, unitPrice })),
    history: [`${placedOn} entered`],
  }));
}

/** In euros, to the cent. */
export const orderTotal = (order: Order): number =>
  Math.round(order.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0) * 100) / 100;

type Line = readonly [sku: string, quantity: number, unitPrice: number];
type Entry = readonly [id: string, customer: string, placedOn: string, status: OrderStatus, ...lines: Line[]];

const entries: readonly Entry[] = [
  [
    "SO-10412",
    "Hallmann Maschinenbau GmbH",
    "2026-10-02",
    "invoiced",
    ["BRG-6204", 120, 3.4],
    ["LUB-EP2-18", 2, 96],
  ],
  ["SO-10418", "Moravia Steel Services", "2026-10-06", "shipped", ["VLV-BL-50", 8, 142.5]],
  [
    "SO-10421",
    "Northern Dairy Cooperative",
    "2026-10-09",
    "shipped",
    ["PMP-CR5", 1, 1180],
    ["GSK-DN50", 12, 2.15],
  ],
  ["SO-10427", "Atelier Fournier", "2026-10-14", "cancelled", ["ADH-2K-50", 40, 11.9]],
  [
    "SO-10430",
    "Kowalski i Synowie",
    "2026-10-15",
    "invoiced",
    ["BLT-M8-40", 2500, 0.09],
    ["BLT-M10-60", 800, 0.17],
  ],
  ["SO-10439", "Hallmann Maschinenbau GmbH", "2026-10-23", "shipped", ["MTR-ABB-22", 3, 412]],
  [
    "SO-10444",
    "Brightwater Utilities",
    "2026-10-28",
    "picking",
    ["SNS-PT100", 30, 27.8],
    ["VLV-BL-50", 4, 142.5],
  ],
  ["SO-10447", "Moravia Steel Services", "2026-11-02", "picking", ["BLT-V-A68", 60, 8.2]],
  [
    "SO-10452",
    "Harbour Cranes Ltd",
    "2026-11-05",
    "confirmed",
    ["HSE-12-25", 6, 189],
    ["FLT-OIL-7", 48, 14.6],
  ],
  ["SO-10455", "Northern Dairy Cooperative", "2026-11-10", "confirmed", ["RSN-EPX-5", 3, 74.9]],
  ["SO-10458", "Kowalski i Synowie", "2026-11-16", "new", ["BRG-6305", 40, 5.1]],
  ["SO-10460", "Atelier Fournier", "2026-11-19", "new", ["ADH-2K-50", 24, 11.9], ["LUB-EP2-18", 1, 96]],
];
