import { on } from "./requests";

/** A form is sent once: its button is busy until the answer is there. */
const sending = new Map<HTMLFormElement, HTMLElement | null>();

function hold(form: HTMLFormElement, submitter: HTMLElement | null): void {
  sending.set(form, submitter);
  const button = submitter ?? form.querySelector<HTMLElement>("button:not([type='button'])");
  button?.setAttribute("aria-busy", "true");
}

function release(form: HTMLFormElement): void {
  sending.delete(form);
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

function guard(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (form.dataset["download"] !== undefined) return; // its answer is a file: the page stays
  if (sending.has(form)) event.preventDefault();
  else hold(form, event.submitter);
}

export function start(): void {
  document.addEventListener("submit", guard);
  // coming back with the browser's button restores the page as it was left: busy
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of [...sending.keys()]) release(form);
  });
  on("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement instanceof HTMLFormElement) hold(ctx.sourceElement, ctx.request.submitter ?? null);
    else if (ctx.sourceElement instanceof HTMLButtonElement) ctx.sourceElement.setAttribute("aria-busy", "true");
  });
  on("htmx:finally:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement instanceof HTMLFormElement) release(ctx.sourceElement);
    else ctx.sourceElement.removeAttribute("aria-busy");
  });
}
