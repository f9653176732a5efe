/** Menus are `<details data-menu>`: they open without this script; it closes them and moves between items. */
const OPEN = "details[data-menu][open]";

function closeOthers(keep: Node | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN)) {
    if (!keep || !menu.contains(keep)) menu.open = false;
  }
}

function items(menu: Element): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>(".menu-list :is(a[href], button)")];
}

function byKey(event: KeyboardEvent): void {
  const menu = document.activeElement?.closest<HTMLDetailsElement>(OPEN) ?? document.querySelector<HTMLDetailsElement>(OPEN);
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const all = items(menu);
    const step = event.key === "ArrowDown" ? 1 : -1;
    const here = all.indexOf(document.activeElement as HTMLElement);
    const first = step === 1 ? 0 : all.length - 1;
    all[here === -1 ? first : (here + step + all.length) % all.length]?.focus();
    event.preventDefault();
  }
}

export function start(): void {
  document.addEventListener("click", (event) => closeOthers(event.target as Node | null));
  document.addEventListener("focusin", (event) => closeOthers(event.target as Node | null));
  document.addEventListener("keydown", byKey);
}
