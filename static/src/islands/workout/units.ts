/** Numbers as people type them, and as they are kept. */
import type { Amounts } from "./operations";

export interface Units {
  gram: number;
  millimetre: number;
  plates: number;
}

const MINUTE = 60;

function trimmed(number: number, places: number): string {
  return String(Number(number.toFixed(places)));
}

/** A number that was typed, a comma as a point; null for nothing, NaN for what is none. */
function typed(text: string): number | null {
  const clean = text.trim().replace(",", ".");
  return clean === "" ? null : Number(clean);
}

export function clock(seconds: number): string {
  return `${Math.floor(seconds / MINUTE)}:${String(seconds % MINUTE).padStart(2, "0")}`;
}

function parseClock(text: string): number | null {
  const clean = text.trim();
  if (clean === "") return null;
  const match = /^(?:(\d{1,3}):)?(\d{1,5})$/.exec(clean);
  return match ? Number(match[1] ?? 0) * MINUTE + Number(match[2]) : Number.NaN;
}

export function read(name: string, text: string, units: Units): number | null {
  if (name === "time") return parseClock(text);
  const number = typed(text);
  if (number === null) return null;
  const base = name === "load" ? units.gram : name === "distance" ? units.millimetre : 1;
  return Math.round(number * base);
}

export function shown(name: string, value: number | null, units: Units): string {
  if (value === null) return "";
  if (name === "time") return clock(value);
  if (name === "load") return trimmed(value / units.gram, 2);
  return name === "distance" ? trimmed(value / units.millimetre, 1) : String(value);
}

/** "80 × 5", "12", "0:45", "400, 1:35". */
export function short(said: Amounts, units: Units): string {
  const counted = [said.load_g ? shown("load", said.load_g, units) : "", said.reps === null ? "" : String(said.reps)];
  const parts = [counted.filter(Boolean).join("\u00a0×\u00a0"), shown("distance", said.distance_mm, units), shown("time", said.seconds, units)];
  return parts.filter(Boolean).join(", ") || "–";
}

export const STEPS: Record<string, (units: Units) => number> = {
  load: ({ plates }) => plates,
  reps: () => 1,
  time: () => 5,
  distance: () => 50,
};
