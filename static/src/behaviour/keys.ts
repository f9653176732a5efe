import { openPalette } from "./palette";

/** Keys of the whole product. Nothing fires while somebody types. */
function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"));
}

function focus(selector: string): boolean {
  const element = [...document.querySelectorAll<HTMLElement>(selector)].find((found) => found.checkVisibility());
  element?.focus();
  if (element instanceof HTMLInputElement) element.select();
  return element !== undefined;
}

function openNew(): boolean {
  const menu = document.querySelector<HTMLDetailsElement>("details[data-new-key]");
  if (!menu) return false;
  menu.open = true;
  menu.querySelector<HTMLElement>(".menu-item")?.focus();
  return true;
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-rows] [data-row-link]")];
}

function move(step: number): boolean {
  const all = rows();
  const here = all.findIndex((row) => row.closest("tr, li")?.contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, here + step))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return next !== undefined;
}

function select(): boolean {
  const box = document.activeElement?.closest("tr, li")?.querySelector<HTMLInputElement>("input[type=checkbox]");
  box?.click();
  return box !== null && box !== undefined;
}

function edit(): boolean {
  const row = document.activeElement?.closest("[data-edit]")?.querySelector<HTMLAnchorElement>("[data-row-link]");
  if (row) location.assign(`${row.href}edit/`);
  if (row) return true;
  const link = document.querySelector<HTMLElement>("[data-edit-key]");
  link?.click();
  return link !== null;
}

const KEYS: Readonly<Record<string, () => boolean>> = {
  "/": () => focus("[data-search-key]") || openPalette(),
  n: openNew,
  j: () => move(1),
  k: () => move(-1),
  x: select,
  e: edit,
};

function byKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    if (openPalette() || focus("[data-search-key]")) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (KEYS[event.key.toLowerCase()]?.()) event.preventDefault();
}

export function start(): void {
  document.addEventListener("keydown", byKey);
}
