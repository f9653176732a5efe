/** The calendar in the hand: dragged, stretched, booked over, walked and looked into. Without this script links and forms do all of it. */
import * as drag from "./drag";
import * as keys from "./keys";
import { keepNow } from "./now";
import * as peek from "./peek";
import { send } from "./sending";
import * as swipe from "./swipe";
import { readConfig } from "./words";

/** Undo of a move answers in place, without loading the page again. */
function undoInPlace(root: HTMLElement): void {
  document.getElementById("toasts")?.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!/\/sessions\/[\w-]+\/time\//.test(form.action)) return;
    event.preventDefault();
    form.closest("[data-toast]")?.remove();
    void send(root, form.action, new URLSearchParams());
  });
}

export function mount(root: HTMLElement): void {
  const config = readConfig(root);
  if (!config) return;
  if (config.mayEdit) drag.listen(root, config);
  peek.listen(root, keys.listen(root, config));
  swipe.listen(root, config);
  keepNow(root, Number(root.dataset["minute"]));
  undoInPlace(root);
  document.querySelector(".calendar-jump")?.addEventListener("change", (event) => (event.target as HTMLInputElement).form?.requestSubmit());
}
