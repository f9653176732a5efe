import { writeFileSync } from "node:fs";
import type { Plugin } from "vite";

const FILE = new URL("../src/styles/slots.css", import.meta.url);

/** Slots of five minutes in a day: the grain of every time position on a page. */
const SLOTS = 288;
const LANES = 8;
const HUES = 12;
const HOURS = 25;
/** Days, or trainers of a team's day, side by side. */
const DAYS = 40;

function rules(count: number, rule: (index: number) => string, first = 0): string[] {
  return Array.from({ length: count }, (_, index) => rule(index + first));
}

/**
 * The content security policy forbids `style` attributes, so a position or a share is a class:
 * at-N and for-N (five-minute slots), from-N and until-N (hours shown), lane-N and lanes-N (overlaps), days-N (columns), pct-N (bars), hue-N (avatars).
 */
export function slotRules(): string {
  const lines = [
    ...rules(SLOTS, (n) => `.at-${n}{--at:${n}}`),
    ...rules(SLOTS, (n) => `.for-${n}{--for:${n}}`, 1),
    ...rules(HOURS, (n) => `.from-${n}{--from:${n}}.until-${n}{--until:${n}}`),
    ...rules(LANES, (n) => `.lane-${n}{--lane:${n}}`),
    ...rules(LANES, (n) => `.lanes-${n}{--lanes:${n}}`, 1),
    ...rules(DAYS, (n) => `.days-${n}{--days:${n}}`, 1),
    ...rules(101, (n) => `.pct-${n}{--share:${n}%}`),
    ...rules(HUES, (n) => `.hue-${n}{--hue:${20 + n * (360 / HUES)}}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** Writes `slotRules()` to src/styles/slots.css, which main.css imports, before anything is built. */
export function slots(): Plugin {
  return { name: "slots", buildStart: () => writeFileSync(FILE, slotRules()) };
}
