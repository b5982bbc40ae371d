export type Holiday = { date: string; name: string };

type Rule =
  | { kind: "fixed"; month: number; day: number }
  | { kind: "easter"; offset: number }
  | { kind: "weekday"; month: number; weekday: number; nth: number };

const fixed = (month: number, day: number): Rule => ({ kind: "fixed", month, day });
const easter = (offset: number): Rule => ({ kind: "easter", offset });
/** The nth weekday of a month, Sunday being 0; -1 is the last. */
const weekday = (month: number, day: number, nth: number): Rule => ({
  kind: "weekday",
  month,
  weekday: day,
  nth,
});

type Country = { name: string; holidays: [string, Rule][] };

/** Nationwide public holidays on their actual dates; substitute days for weekends are not counted. */
export const countries: Readonly<Record<string, Country>> = {
  CZ: {
    name: "Czechia",
    holidays: [
      ["New Year's Day", fixed(1, 1)],
      ["Good Friday", easter(-2)],
      ["Easter Monday", easter(1)],
      ["Labour Day", fixed(5, 1)],
      ["Victory Day", fixed(5, 8)],
      ["Saints Cyril and Methodius Day", fixed(7, 5)],
      ["Jan Hus Day", fixed(7, 6)],
      ["Statehood Day", fixed(9, 28)],
      ["Independent Czechoslovak State Day", fixed(10, 28)],
      ["Struggle for Freedom and Democracy Day", fixed(11, 17)],
      ["Christmas Eve", fixed(12, 24)],
      ["Christmas Day", fixed(12, 25)],
      ["Second Day of Christmas", fixed(12, 26)],
    ],
  },
  DE: {
    name: "Germany",
    holidays: [
      ["New Year's Day", fixed(1, 1)],
      ["Good Friday", easter(-2)],
      ["Easter Monday", easter(1)],
      ["Labour Day", fixed(5, 1)],
      ["Ascension Day", easter(39)],
      ["Whit Monday", easter(50)],
      ["German Unity Day", fixed(10, 3)],
      ["Christmas Day", fixed(12, 25)],
      ["Second Day of Christmas", fixed(12, 26)],
    ],
  },
  FR: {
    name: "France",
    holidays: [
      ["New Year's Day", fixed(1, 1)],
      ["Easter Monday", easter(1)],
      ["Labour Day", fixed(5, 1)],
      ["Victory in Europe Day", fixed(5, 8)],
      ["Ascension Day", easter(39)],
      ["Whit Monday", easter(50)],
      ["Bastille Day", fixed(7, 14)],
      ["Assumption Day", fixed(8, 15)],
      ["All Saints' Day", fixed(11, 1)],
      ["Armistice Day", fixed(11, 11)],
      ["Christmas Day", fixed(12, 25)],
    ],
  },
  GB: {
    name: "England and Wales",
    holidays: [
      ["New Year's Day", fixed(1, 1)],
      ["Good Friday", easter(-2)],
      ["Easter Monday", easter(1)],
      ["Early May bank holiday", weekday(5, 1, 1)],
      ["Spring bank holiday", weekday(5, 1, -1)],
      ["Summer bank holiday", weekday(8, 1, -1)],
      ["Christmas Day", fixed(12, 25)],
      ["Boxing Day", fixed(12, 26)],
    ],
  },
  PL: {
    name: "Poland",
    holidays: [
      ["New Year's Day", fixed(1, 1)],
      ["Epiphany", fixed(1, 6)],
      ["Easter Sunday", easter(0)],
      ["Easter Monday", easter(1)],
      ["May Day", fixed(5, 1)],
      ["Constitution Day", fixed(5, 3)],
      ["Pentecost", easter(49)],
      ["Corpus Christi", easter(60)],
      ["Armed Forces Day", fixed(8, 15)],
      ["All Saints' Day", fixed(11, 1)],
      ["Independence Day", fixed(11, 11)],
      ["Christmas Eve", fixed(12, 24)],
      ["Christmas Day", fixed(12, 25)],
      ["Second Day of Christmas", fixed(12, 26)],
    ],
  },
  US: {
    name: "United States",
    holidays: [
      ["New Year's Day", fixed(1, 1)],
      ["Martin Luther King Jr. Day", weekday(1, 1, 3)],
      ["Washington's Birthday", weekday(2, 1, 3)],
      ["Memorial Day", weekday(5, 1, -1)],
      ["Juneteenth", fixed(6, 19)],
      ["Independence Day", fixed(7, 4)],
      ["Labor Day", weekday(9, 1, 1)],
      ["Columbus Day", weekday(10, 1, 2)],
      ["Veterans Day", fixed(11, 11)],
      ["Thanksgiving Day", weekday(11, 4, 4)],
      ["Christmas Day", fixed(12, 25)],
    ],
  },
};

/** A country's public holidays in one year, in order; none for a country that is not known. */
export function holidaysIn(country: string, year: number): Holiday[] {
  return (countries[country]?.holidays ?? [])
    .map(([name, rule]) => ({ date: isoDay(dayOf(rule, year)), name }))
    .sort((one, other) => one.date.localeCompare(other.date));
}

/** The first public holiday after a day, written `2026-11-30`. */
export function holidayAfter(country: string, day: string): Holiday | null {
  const year = Number(day.slice(0, 4));
  const coming = [...holidaysIn(country, year), ...holidaysIn(country, year + 1)];

  return coming.find((holiday) => holiday.date > day) ?? null;
}

export const isoDay = (day: Date): string => day.toISOString().slice(0, 10);

function dayOf(rule: Rule, year: number): Date {
  if (rule.kind === "fixed") return utc(year, rule.month, rule.day);
  if (rule.kind === "easter") return plusDays(easterSunday(year), rule.offset);
  if (rule.nth < 0) {
    const last = utc(year, rule.month + 1, 0);
    return plusDays(last, -((last.getUTCDay() - rule.weekday + 7) % 7));
  }
  const first = utc(year, rule.month, 1);
  return plusDays(first, ((rule.weekday - first.getUTCDay() + 7) % 7) + 7 * (rule.nth - 1));
}

/** The Gregorian computus in the form of Meeus, Jones and Butcher. */
function easterSunday(year: number): Date {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const drift = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * drift) / 451);
  const days = epact + drift - 7 * late + 114;

  return utc(year, Math.floor(days / 31), (days % 31) + 1);
}

const utc = (year: number, month: number, day: number): Date => new Date(Date.UTC(year, month - 1, day));

const plusDays = (day: Date, days: number): Date => new Date(day.getTime() + days * 86_400_000);
