/** The command palette loads when it is first asked for; until then, and without scripts, the search form is a form. */
const DIALOG = "dialog[data-palette]";

export function openPalette(words = ""): boolean {
  const dialog = document.querySelector<HTMLDialogElement>(DIALOG);
  if (!dialog) return false;
  if (!dialog.open) {
    const input = dialog.querySelector("input");
    if (input) input.value = words;
    dialog.showModal();
    input?.focus();
  }
  let goes = false;
  const early = (event: KeyboardEvent): void => {
    if (event.key !== "Enter") return;
    goes = true;
    event.preventDefault();
  };
  dialog.addEventListener("keydown", early);
  void import("../islands/palette").then(({ mount, ask }) => {
    dialog.removeEventListener("keydown", early);
    mount(dialog);
    ask(dialog, goes);
  });
  return true;
}

export function start(): void {
  if (/mac|iphone|ipad/i.test(navigator.userAgent)) {
    for (const key of document.querySelectorAll("[data-control-key]")) key.textContent = "⌘";
  }
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element ? event.target.closest("[data-palette-open]") : null;
    if (opener && openPalette()) event.preventDefault();
  });
}
