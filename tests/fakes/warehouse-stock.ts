export type StockLine = { sku: string; product: string; bin: string; onHand: number; reserved: number };

export type Stock = { lines: StockLine[]; bins: Bin[] };

export type Bin = { bin: string; aisle: string; kind: "shelf" | "pallet" | "cold" };

/** A fresh warehouse; each server has its own, and what is reserved in it stays reserved until it closes. */
export function createStock(): Stock {
  return { lines: products.map(stockLine), bins: products.map(([, , bin]) => binOf(bin)) };
}

type Product = readonly [sku: string, product: string, bin: string, onHand: number];

const products: readonly Product[] = [
  ["BRG-6204", "Ball bearing 6204, sealed", "A-01-2", 840],
  ["BRG-6305", "Ball bearing 6305, sealed", "A-01-3", 412],
  ["BLT-M8-40", "Hex bolt M8 × 40, zinc", "A-02-1", 12_600],
  ["BLT-M10-60", "Hex bolt M10 × 60, zinc", "A-02-2", 7_350],
  ["GSK-DN50", "Flange gasket DN50", "A-04-1", 288],
  ["HSE-12-25", "Hydraulic hose 12 mm, 25 m", "B-01-1", 36],
  ["PMP-CR5", "Centrifugal pump CR5, 1.1 kW", "P-03-1", 9],
  ["MTR-ABB-22", "Electric motor 2.2 kW, 4-pole", "P-03-2", 14],
  ["VLV-BL-50", "Ball valve DN50, stainless", "B-02-4", 61],
  ["FLT-OIL-7", "Oil filter cartridge, type 7", "B-03-1", 530],
  ["LUB-EP2-18", "Grease EP2, 18 kg pail", "C-01-1", 47],
  ["ADH-2K-50", "Two-component adhesive, 50 ml", "C-01-2", 208],
  ["RSN-EPX-5", "Epoxy resin, 5 kg, keep cold", "C-02-1", 22],
  ["BLT-V-A68", "V-belt A68", "B-04-2", 175],
  ["SNS-PT100", "Temperature sensor PT100", "B-05-1", 94],
];

function stockLine([sku, product, bin, onHand]: Product): StockLine {
  return { sku, product, bin, onHand, reserved: 0 };
}

function binOf(bin: string): Bin {
  const aisle = bin.slice(0, 1);
  const kinds: Record<string, Bin["kind"]> = { P: "pallet", C: "cold" };

  return { bin, aisle, kind: kinds[aisle] ?? "shelf" };
}
