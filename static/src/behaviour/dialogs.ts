import { on } from "./requests";

/** Buttons that open and close dialogs and drawers; the browser keeps the focus inside and gives it back. */
function byClick(event: MouseEvent): void {
  const clicked = event.target;
  if (!(clicked instanceof Element)) return;
  const opener = clicked.closest<HTMLElement>("[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset["dialogOpen"] ?? "");
    if (dialog instanceof HTMLDialogElement && !dialog.open) {
      if (!leavesForAnotherApp(opener)) event.preventDefault();
      choose(dialog, opener.dataset["dialogSets"] ?? "");
      dialog.showModal();
    }
    return;
  }
  if (clicked.closest("[data-dialog-close]")) clicked.closest("dialog")?.close();
  else if (clicked instanceof HTMLDialogElement && clicked.matches(".drawer") && outside(clicked, event)) clicked.close();
}

/** A link to the telephone or the mail program does both: it goes there, and the dialog waits for who comes back. */
function leavesForAnotherApp(opener: HTMLElement): boolean {
  return opener instanceof HTMLAnchorElement && ["tel:", "mailto:"].includes(opener.protocol);
}

/** `data-dialog-sets="way=call"`: the radio button of that name and value is chosen already. */
function choose(dialog: HTMLDialogElement, wanted: string): void {
  const [name, value] = wanted.split("=");
  for (const button of dialog.querySelectorAll<HTMLInputElement>("input[type=radio]")) {
    if (button.name === name && button.value === value) button.checked = true;
  }
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
