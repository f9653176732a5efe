/** A session in a drawer over the calendar. Without this script, and where it cannot be read, the link opens its page. */
const LINKS = ".event, .month-line, .list-agenda a";

async function fetched(href: string): Promise<HTMLDialogElement | null> {
  const next = encodeURIComponent(location.pathname + location.search);
  const answer = await fetch(`${href}peek/?next=${next}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("dialog");
}

async function peek(link: HTMLAnchorElement, root: HTMLElement, pick: (block: HTMLElement) => void): Promise<void> {
  link.setAttribute("aria-busy", "true");
  const dialog = await fetched(link.pathname);
  link.removeAttribute("aria-busy");
  if (!dialog || document.querySelector("dialog[open]")) return dialog ? undefined : location.assign(link.href);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-move-by-keys]");
    const block = button && root.querySelector<HTMLElement>(`.event[data-version][href="${link.pathname}"]`);
    if (!block || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    dialog.close();
    pick(block);
  });
  dialog.showModal();
}

export function listen(root: HTMLElement, pick: (block: HTMLElement) => void): void {
  root.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>(LINKS);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    void peek(link, root, pick);
  });
}
