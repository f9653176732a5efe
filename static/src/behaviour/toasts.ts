/** A toast goes after 8 s, waits while it is pointed at or focused, and makes room for the next. */
const STAY_MS = 8000;

function live(toast: HTMLElement): void {
  let timer = 0;
  const go = (): void => toast.remove();
  const run = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(go, STAY_MS);
  };
  const wait = (): void => clearTimeout(timer);
  toast.addEventListener("pointerenter", wait);
  toast.addEventListener("pointerleave", run);
  toast.addEventListener("focusin", wait);
  toast.addEventListener("focusout", run);
  const close = toast.querySelector<HTMLButtonElement>("[data-toast-close]");
  if (close) {
    close.hidden = false;
    close.addEventListener("click", go);
  }
  run();
}

export function start(): void {
  const region = document.getElementById("toasts");
  if (!region) return;
  const all = (): HTMLElement[] => [...region.querySelectorAll<HTMLElement>("[data-toast]")];
  all().forEach(live);
  new MutationObserver((changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node instanceof HTMLElement);
    const fresh = added.filter((node) => node.matches("[data-toast]"));
    if (fresh.length === 0) return;
    for (const toast of all()) if (!fresh.includes(toast)) toast.remove();
    fresh.forEach(live);
  }).observe(region, { childList: true });
}
