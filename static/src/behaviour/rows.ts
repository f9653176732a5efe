/** Selecting rows: one, a stretch with Shift, the page, all that match; and the bulk bar that says how many. */
let last: HTMLInputElement | null = null;
let stretch = false;

function boxes(scope: ParentNode): HTMLInputElement[] {
  return [...scope.querySelectorAll<HTMLInputElement>("tbody .cell-check input[type=checkbox], input[data-row-check]")];
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
  if (bar.hidden) for (const box of bar.querySelectorAll<HTMLInputElement>("[data-bulk-all]")) box.checked = false;
  const output = bar.querySelector("output");
  if (output) output.textContent = (output.dataset["words"] ?? "%").replace("%", String(count));
}

/** With Shift held, everything between this box and the one before becomes as this one. */
function reach(table: HTMLElement, box: HTMLInputElement): void {
  const all = boxes(table);
  const ends = [all.indexOf(box), last ? all.indexOf(last) : -1];
  if (stretch && !ends.includes(-1)) {
    for (const one of all.slice(Math.min(...ends), Math.max(...ends))) one.checked = box.checked;
  }
  last = box;
}

function changed(event: Event): void {
  const box = event.target;
  if (!(box instanceof HTMLInputElement)) return;
  const table = box.closest<HTMLElement>("[data-rows]");
  if (!table) return;
  if (box.matches("[data-select-all]")) for (const one of boxes(table)) one.checked = box.checked;
  else reach(table, box);
  show(table);
}

function clear(event: Event): void {
  stretch = event instanceof MouseEvent && event.shiftKey;
  if (!(event.target instanceof Element) || !event.target.closest("[data-select-none]")) return;
  for (const table of document.querySelectorAll<HTMLElement>("[data-rows]")) {
    for (const box of boxes(table)) box.checked = false;
    show(table);
  }
}

export function start(): void {
  document.addEventListener("change", changed);
  document.addEventListener("click", clear, { capture: true }); // before the change that the click makes
  document.querySelectorAll<HTMLElement>("[data-rows]").forEach(show);
}
