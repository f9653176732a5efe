/** Moves are shown at once and sent behind; the server's answer is the page as it then is, or a dialog that says why not. */
import { csrfToken } from "../../behaviour/requests";
import { FIVE, put, type Spot } from "./grid";
import { Slot } from "./slot";
import { type Config, clock, fill, iso, span } from "./words";

const idOf = (block: HTMLElement): string => block.getAttribute("href") ?? "";

/** Puts the calendar of a fetched page in the place of the one shown, and its toasts beside it. */
function take(root: HTMLElement, page: Document, url: string): void {
  const [fresh, shown] = [page.querySelector("[data-calendar]"), root.querySelector("[data-calendar]")];
  if (!fresh || !shown) return location.assign(url); // signed out meanwhile, say
  const focused = document.activeElement instanceof HTMLElement && shown.contains(document.activeElement) ? idOf(document.activeElement) : "";
  const scrolled = shown.querySelector(".calendar-frame")?.scrollLeft ?? 0;
  shown.replaceWith(fresh);
  fresh.querySelector(".calendar-frame")?.scrollTo({ left: scrolled });
  if (focused) root.querySelector<HTMLElement>(`[href="${focused}"]`)?.focus({ preventScroll: true });
  document.getElementById("toasts")?.append(...page.querySelectorAll("#toasts > *"));
}

function parse(text: string): Document {
  return new DOMParser().parseFromString(text, "text/html");
}

async function post(url: string, body: URLSearchParams): Promise<Response | null> {
  const headers = { "X-CSRFToken": csrfToken(), "HX-Request": "true" };
  return fetch(url, { method: "POST", body, headers }).catch(() => null);
}

function open(dialog: HTMLDialogElement, root: HTMLElement, after: () => void): void {
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    after();
  });
  dialog.querySelector<HTMLFormElement>("form[data-move]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    dialog.close();
    void send(root, form.action, new URLSearchParams(new FormData(form, event.submitter) as unknown as Record<string, string>));
  });
  dialog.showModal();
}

function failed(config: Config): HTMLDialogElement {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog dialog-aside";
  const text = document.createElement("h2");
  text.textContent = fill(config.words["failed"], {});
  const form = document.createElement("form");
  form.method = "dialog";
  form.className = "dialog-actions";
  const button = document.createElement("button");
  button.className = "button";
  button.textContent = fill(config.words["close"], {});
  form.append(button);
  dialog.setAttribute("aria-label", text.textContent);
  dialog.append(text, form);
  return dialog;
}

/** Sends a form of the calendar; `refused` undoes what was shown, `after` runs once its dialog is closed. */
export async function send(root: HTMLElement, url: string, body: URLSearchParams, refused = (): void => {}, after = (): void => {}): Promise<void> {
  const answer = await post(url, body);
  const page = answer && parse(await answer.text());
  if (answer?.ok && page) return take(root, page, answer.url);
  refused();
  const config = JSON.parse(root.querySelector("script")?.textContent ?? "{}") as Config;
  const dialog = page?.querySelector<HTMLDialogElement>("#move-refused");
  open(dialog ?? failed(config), root, after);
}

/** Moves a block to a spot: there at once, back when the server refuses. */
export async function move(root: HTMLElement, config: Config, block: HTMLElement, from: Spot, to: Spot): Promise<void> {
  const minutes = to.steps === from.steps ? block.dataset["minutes"] : String(to.steps * FIVE); // a very short one is drawn longer
  const body = new URLSearchParams({
    date: to.column.dataset["day"] ?? "",
    time: iso(to.at),
    minutes: minutes ?? "",
    version: block.dataset["version"] ?? "",
    next: location.pathname + location.search,
  });
  const [before, words, line] = [block.className, block.querySelector("span"), block.querySelector("span")?.textContent ?? ""];
  for (const [name, value] of [["at", to.at], ["for", to.steps], ["lane", 0], ["lanes", 1]] as const) put(block, name, value);
  block.classList.remove("is-split", "is-past");
  block.classList.add("is-saving");
  if (words) words.textContent = clock(to.at * FIVE);
  to.column.append(block);
  block.focus({ preventScroll: true });
  const voice = root.querySelector("[data-calendar-voice]");
  if (voice) voice.textContent = fill(config.words["moving"], { when: span(to) });
  const slot = new Slot(to, block.querySelector("b")?.textContent ?? "");
  const back = (): void => {
    block.className = before;
    if (words) words.textContent = line;
    from.column.append(block);
    slot.show(to, "");
    slot.clash();
  };
  await send(root, `${idOf(block)}time/`, body, back, () => {
    slot.remove();
    block.focus({ preventScroll: true });
  });
}
