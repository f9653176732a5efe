import { FIVE, type Spot } from "./grid";

/** What the server tells the script: addresses behind keys, and words in the reader's language. */
export interface Config {
  mayEdit: boolean;
  book: string;
  keys: Readonly<Record<string, string>>;
  before: string;
  after: string;
  words: Readonly<Record<string, string>>;
}

export function readConfig(root: HTMLElement): Config | null {
  const text = root.querySelector("script[type='application/json']")?.textContent;
  return text ? (JSON.parse(text) as Config) : null;
}

export function fill(pattern: string | undefined, values: Readonly<Record<string, string>>): string {
  return (pattern ?? "").replace(/%\((\w+)\)s/g, (_, name: string) => values[name] ?? "");
}

/** A wall clock's time as the page's language writes it. */
export function clock(minutes: number): string {
  const moment = new Date(Date.UTC(2000, 0, 1, 0, minutes));
  return new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(moment);
}

/** "Fri 27, 14:30 to 15:30" would not fit the pill: the day and the start. */
export function when({ column, at }: Spot): string {
  return `${column.dataset["name"] ?? ""}, ${clock(at * FIVE)}`;
}

export function span({ column, at, steps }: Spot): string {
  return `${column.dataset["name"] ?? ""}, ${clock(at * FIVE)} – ${clock((at + steps) * FIVE)}`;
}

/** 14:30, as forms send it. */
export function iso(at: number): string {
  const minutes = at * FIVE;
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
