import type { Plugin } from "vite";

const NAME = "virtual:slots.css";

/** Slots of five minutes in a day: the grain of every time position on a page. */
const SLOTS = 288;
const LANES = 8;
const HUES = 12;
const HOURS = 25;

function rules(count: number, rule: (index: number) => string, first = 0): string[] {
  return Array.from({ length: count }, (_, index) => rule(index + first));
}

/**
 * The content security policy forbids `style` attributes, so a position or a share is a class:
 * at-N and for-N (five-minute slots), from-N and until-N (hours shown), lane-N and lanes-N (overlaps), pct-N (bars), hue-N (avatars).
 */
export function slotRules(): string {
  const lines = [
    ...rules(SLOTS, (n) => `.at-${n}{--at:${n}}`),
    ...rules(SLOTS, (n) => `.for-${n}{--for:${n}}`, 1),
    ...rules(HOURS, (n) => `.from-${n}{--from:${n}}.until-${n}{--until:${n}}`),
    ...rules(LANES, (n) => `.lane-${n}{--lane:${n}}`),
    ...rules(LANES, (n) => `.lanes-${n}{--lanes:${n}}`, 1),
    ...rules(101, (n) => `.pct-${n}{--share:${n}%}`),
    ...rules(HUES, (n) => `.hue-${n}{--hue:${20 + n * (360 / HUES)}}`),
  ];
  return `@layer slots{${lines.join("")}}`;
}

/** Serves `slotRules()` as the style sheet `virtual:slots.css`. */
export function slots(): Plugin {
  return {
    name: "slots",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? slotRules() : undefined),
  };
}
