/** Selecting rows: select-all, and the bulk bar that says how many. */
function boxes(scope: ParentNode): HTMLInputElement[] {
  return [...scope.querySelectorAll<HTMLInputElement>("tbody .cell-check input[type=checkbox]")];
}

function show(table: HTMLElement): void {
  const all = boxes(table);
  const count = all.filter((box) => box.checked).length;
  const master = table.querySelector<HTMLInputElement>("[data-select-all]");
  if (master) {
    master.checked = count > 0 && count === all.length;
    master.indeterminate = count > 0 && count < all.length;
  }
  const bar = document.querySelector<HTMLElement>("[data-bulk]");
  if (!bar) return;
  bar.hidden = count === 0;
  const output = bar.querySelector("output");
  if (output) output.textContent = (output.dataset["words"] ?? "%").replace("%", String(count));
}

function changed(event: Event): void {
  const box = event.target;
  if (!(box instanceof HTMLInputElement)) return;
  const table = box.closest<HTMLElement>("[data-rows]");
  if (!table) return;
  if (box.matches("[data-select-all]")) for (const one of boxes(table)) one.checked = box.checked;
  show(table);
}

function clear(event: Event): void {
  if (!(event.target instanceof Element) || !event.target.closest("[data-select-none]")) return;
  for (const table of document.querySelectorAll<HTMLElement>("[data-rows]")) {
    for (const box of boxes(table)) box.checked = false;
    show(table);
  }
}

export function start(): void {
  document.addEventListener("change", changed);
  document.addEventListener("click", clear);
  document.querySelectorAll<HTMLElement>("[data-rows]").forEach(show);
}
