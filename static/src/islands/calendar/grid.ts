/** Where things stand in the columns. Times count five minutes from midnight on the wall clock: the classes at-N and for-N. */
export const FIVE = 5;
const HOUR = 12;
const QUARTER = 3;

export interface Spot {
  column: HTMLElement;
  at: number;
  steps: number;
}

/** The number of a class: `valueOf(block, "at")` of "event at-108" is 108. */
export function valueOf(element: Element, name: string): number {
  const found = [...element.classList].find((one) => one.startsWith(`${name}-`) && /^\d+$/.test(one.slice(name.length + 1)));
  return found ? Number(found.slice(name.length + 1)) : 0;
}

export function put(element: Element, name: string, value: number): void {
  element.classList.remove(`${name}-${valueOf(element, name)}`);
  element.classList.add(`${name}-${value}`);
}

export function spotOf(block: HTMLElement): Spot | null {
  const column = block.closest<HTMLElement>(".calendar-column");
  return column && { column, at: valueOf(block, "at"), steps: valueOf(block, "for") };
}

/** The columns that a phone shows are fewer. */
export function columnsOf(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(".calendar-column")].filter((column) => column.checkVisibility());
}

export function blocksOf(column: HTMLElement): HTMLElement[] {
  return [...column.querySelectorAll<HTMLElement>(".event")].sort((one, other) => valueOf(one, "at") - valueOf(other, "at"));
}

export function hoursOf(column: HTMLElement): { from: number; until: number } {
  const calendar = column.closest(".calendar");
  return calendar ? { from: valueOf(calendar, "from") * HOUR, until: valueOf(calendar, "until") * HOUR } : { from: 0, until: 288 };
}

/** How many five minutes after midnight a height of the screen is, unrounded. */
export function stepAt(column: HTMLElement, y: number): number {
  const { from, until } = hoursOf(column);
  const box = column.getBoundingClientRect();
  return from + ((y - box.top) / box.height) * (until - from);
}

/** Rounds to a quarter of an hour, or to five minutes. */
export function snapped(step: number, fine: boolean): number {
  return fine ? Math.round(step) : Math.round(step / QUARTER) * QUARTER;
}

/** The spot, kept inside the hours that are shown. */
export function inside({ column, at, steps }: Spot): Spot {
  const { from, until } = hoursOf(column);
  const fitting = Math.min(steps, until - from);
  return { column, steps: fitting, at: Math.max(from, Math.min(at, until - fitting)) };
}

export function columnAt(columns: readonly HTMLElement[], x: number): HTMLElement | null {
  const near = columns.map((column) => {
    const { left, right } = column.getBoundingClientRect();
    return { column, away: x < left ? left - x : Math.max(0, x - right) };
  });
  return near.sort((one, other) => one.away - other.away)[0]?.column ?? null;
}

export function sameSpot(one: Spot, other: Spot): boolean {
  return one.column === other.column && one.at === other.at && one.steps === other.steps;
}
