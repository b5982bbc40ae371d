export type Customer = {
  id: string;
  name: string;
  city: string;
  country: string;
  segment: "key account" | "regular" | "prospect";
  contact: { name: string; email: string };
  notes: { by: string; text: string }[];
};

/** Fresh customers; each server has its own. */
export function createCustomers(): Customer[] {
  return entries.map(([id, name, city, country, segment, contact, email, note]) => ({
    id,
    name,
    city,
    country,
    segment,
    contact: { name: contact, email },
    notes: [{ by: "import", text: note }],
  }));
}

type Entry = readonly [
  id: string,
  name: string,
  city: string,
  country: string,
  segment: Customer["segment"],
  contact: string,
  email: string,
  note: string,
];

const entries: readonly Entry[] = [
  [
    "C-2001",
    "Hallmann Maschinenbau GmbH",
    "Chemnitz",
    "DE",
    "key account",
    "Petra Hallmann",
    "p.hallmann@hallmann.example",
    "Frame contract for bearings until March 2027.",
  ],
  [
    "C-2002",
    "Moravia Steel Services",
    "Ostrava",
    "CZ",
    "regular",
    "Tomáš Veselý",
    "vesely@moravia.example",
    "Prefers deliveries before nine in the morning.",
  ],
  [
    "C-2003",
    "Northern Dairy Cooperative",
    "Leeds",
    "GB",
    "key account",
    "Imogen Clarke",
    "imogen@northerndairy.example",
    "Food-grade lubricants only.",
  ],
  [
    "C-2004",
    "Atelier Fournier",
    "Lyon",
    "FR",
    "prospect",
    "Luc Fournier",
    "luc@fournier.example",
    "Met at the Hannover fair, wants adhesive samples.",
  ],
  [
    "C-2005",
    "Kowalski i Synowie",
    "Wrocław",
    "PL",
    "regular",
    "Anna Kowalska",
    "anna@kowalski.example",
    "Pays within ten days, always.",
  ],
  [
    "C-2006",
    "Brightwater Utilities",
    "Portland",
    "US",
    "key account",
    "Marcus Reed",
    "mreed@brightwater.example",
    "Replaces the sensors of forty pumping stations in 2027.",
  ],
  [
    "C-2007",
    "Harbour Cranes Ltd",
    "Bristol",
    "GB",
    "regular",
    "Siân Davies",
    "sian@harbourcranes.example",
    "Complained about the hoses delivered in July; replaced free of charge.",
  ],
  [
    "C-2008",
    "Fjord Aggregates",
    "Bergen",
    "NO",
    "prospect",
    "Ingrid Moe",
    "ingrid@fjordagg.example",
    "Asks for an offer for V-belts, 300 a year.",
  ],
];
