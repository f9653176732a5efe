import { on } from "./requests";

/** Buttons that open and close dialogs and drawers; the browser keeps the focus inside and gives it back. */
function byClick(event: MouseEvent): void {
  const clicked = event.target;
  if (!(clicked instanceof Element)) return;
  const opener = clicked.closest<HTMLElement>("[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset["dialogOpen"] ?? "");
    if (dialog instanceof HTMLDialogElement && !dialog.open) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  if (clicked.closest("[data-dialog-close]")) clicked.closest("dialog")?.close();
  else if (clicked instanceof HTMLDialogElement && clicked.matches(".drawer") && outside(clicked, event)) clicked.close();
}

function outside(dialog: HTMLDialogElement, { clientX: x, clientY: y }: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}

/** A dialog that htmx brought with `data-dialog-auto` opens at once and leaves the page when it is closed. */
function openArrived(): void {
  for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[data-dialog-auto]:not([open])")) {
    dialog.addEventListener("close", () => dialog.remove(), { once: true });
    dialog.showModal();
  }
}

export function start(): void {
  document.addEventListener("click", byClick);
  on("htmx:after:swap", openArrived);
}
