/** Rows that are dragged into another order. The arrows of each row do the same without a pointer, and without this. */
import { csrfToken } from "../../behaviour/requests";

function rowsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(":scope > [data-id]")];
}

function handle(): HTMLSpanElement {
  const grip = document.createElement("span");
  grip.className = "order-grip";
  grip.setAttribute("aria-hidden", "true");
  return grip;
}

/** The row before whose middle the pointer is; none behind the last. */
function rowAfter(list: HTMLElement, dragged: HTMLElement, y: number): HTMLElement | null {
  return (
    rowsOf(list).find((row) => {
      const box = row.getBoundingClientRect();
      return row !== dragged && y < box.top + box.height / 2;
    }) ?? null
  );
}

async function save(form: HTMLFormElement, list: HTMLElement): Promise<void> {
  const body = new URLSearchParams(rowsOf(list).map((row) => ["order", row.dataset["id"] ?? ""]));
  const headers = { "X-CSRFToken": csrfToken(), "HX-Request": "true" };
  const answer = await fetch(form.action, { method: "POST", body, headers }).catch(() => null);
  if (!answer?.ok) location.reload(); // shows what is kept
  const buttons = rowsOf(list).map((row) => [...row.querySelectorAll<HTMLButtonElement>("button[name]")]);
  buttons.forEach(([up, down], place) => {
    if (up) up.disabled = place === 0;
    if (down) down.disabled = place === buttons.length - 1;
  });
}

/** The document listens: a row that moves in the list loses the pointer that was captured. */
function drag(form: HTMLFormElement, list: HTMLElement, row: HTMLElement): void {
  const order = rowsOf(list);
  row.classList.add("is-dragged");
  const move = (event: PointerEvent): void => {
    const next = rowAfter(list, row, event.clientY);
    if (next !== row.nextElementSibling) list.insertBefore(row, next);
  };
  const end = (): void => {
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", end);
    document.removeEventListener("pointercancel", end);
    row.classList.remove("is-dragged");
    if (rowsOf(list).some((one, place) => one !== order[place])) void save(form, list);
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", end);
}

export function mount(element: HTMLElement): void {
  const list = element.querySelector<HTMLElement>("ol");
  if (!list || !(element instanceof HTMLFormElement)) return;
  for (const row of rowsOf(list)) {
    const grip = handle();
    grip.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      drag(element, list, row);
    });
    row.prepend(grip);
  }
}
