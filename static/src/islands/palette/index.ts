/** The command palette: type, move with the arrows, Enter. What it may offer is the server's to say. */
import { words } from "../../behaviour/words";

const WAIT_MS = 90;

interface Palette {
  dialog: HTMLDialogElement;
  input: HTMLInputElement;
  list: HTMLElement;
  timer: number;
  asking: AbortController | null;
  /** Enter came before the answer: go there once it is here. */
  goes: boolean;
}

const palettes = new WeakMap<HTMLDialogElement, Palette>();

function options(palette: Palette): HTMLElement[] {
  return [...palette.list.querySelectorAll<HTMLElement>('[role="option"]')];
}

function choose(palette: Palette, option: HTMLElement | undefined): void {
  for (const other of options(palette)) other.setAttribute("aria-selected", String(other === option));
  if (option) palette.input.setAttribute("aria-activedescendant", option.id);
  else palette.input.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function move(palette: Palette, step: number): void {
  const all = options(palette);
  const here = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  choose(palette, all[(here + step + all.length) % all.length]);
}

function go(palette: Palette): void {
  palette.goes = palette.timer !== 0 || palette.asking !== null;
  if (!palette.goes) palette.list.querySelector<HTMLElement>('[aria-selected="true"]')?.click();
}

function fail(palette: Palette): void {
  const line = document.createElement("p");
  line.className = "palette-none";
  line.setAttribute("role", "alert");
  line.textContent = words(navigator.onLine ? "failed" : "offline");
  palette.list.replaceChildren(line);
}

async function load(palette: Palette): Promise<void> {
  palette.timer = 0;
  palette.asking?.abort();
  const asking = (palette.asking = new AbortController());
  const url = new URL(palette.dialog.dataset["palette"] ?? "", location.href);
  url.searchParams.set("q", palette.input.value);
  palette.list.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: asking.signal, headers: { "X-Requested-With": "fetch" } });
    if (answer.redirected) location.assign(location.href); // signed out meanwhile
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    palette.list.replaceChildren(...page.body.childNodes);
    choose(palette, options(palette)[0]);
  } catch {
    if (!asking.signal.aborted) fail(palette);
  }
  if (palette.asking !== asking) return;
  palette.asking = null;
  palette.list.removeAttribute("aria-busy");
  if (palette.goes) go(palette);
}

function byKey(palette: Palette, event: KeyboardEvent): void {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) move(palette, step);
  else if (event.key === "Enter") go(palette);
  else if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) palette.dialog.close();
  else return;
  event.preventDefault();
}

export function mount(dialog: HTMLDialogElement): void {
  if (palettes.has(dialog)) return;
  const input = dialog.querySelector<HTMLInputElement>("input");
  const list = dialog.querySelector<HTMLElement>('[role="listbox"]');
  if (!input || !list) return;
  const palette: Palette = { dialog, input, list, timer: 0, asking: null, goes: false };
  palettes.set(dialog, palette);
  input.addEventListener("input", () => {
    palette.goes = false;
    clearTimeout(palette.timer);
    palette.timer = window.setTimeout(() => void load(palette), WAIT_MS);
  });
  dialog.addEventListener("keydown", (event) => byKey(palette, event));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  list.addEventListener("pointermove", (event) => {
    const option = event.target instanceof Element ? event.target.closest<HTMLElement>('[role="option"]') : null;
    if (option && option.getAttribute("aria-selected") !== "true") choose(palette, option);
  });
}

/** Start a search for what stands in the field, typed perhaps, and sent by Enter (`goes`), before this was loaded; with nothing, what is most often wanted. */
export function ask(dialog: HTMLDialogElement, goes: boolean): void {
  const palette = palettes.get(dialog);
  if (!palette) return;
  palette.goes = goes;
  palette.input.focus();
  void load(palette);
}
