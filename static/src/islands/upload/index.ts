/** A form with a file shows how much of it has gone, and can be stopped. Without this the browser sends it quietly. */
function part<T extends Element>(form: HTMLElement, selector: string): T | null {
  return form.querySelector<T>(`[data-file-progress] ${selector}`);
}

function show(form: HTMLElement, share: number | null, text: string): void {
  const box = form.querySelector<HTMLElement>("[data-file-progress]");
  const bar = part<HTMLProgressElement>(form, "progress");
  const output = part<HTMLOutputElement>(form, "output");
  if (!box || !bar || !output) return;
  box.hidden = false;
  if (share === null) bar.removeAttribute("value");
  else bar.value = share;
  output.textContent = text;
}

/** The answer is a page: another one to open, or this one with its errors. */
function arrive(request: XMLHttpRequest): void {
  const here = new URL(location.href);
  const there = new URL(request.responseURL || location.href);
  if (request.status < 400 && there.pathname + there.search !== here.pathname + here.search) {
    location.assign(there);
    return;
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (main) document.querySelector("main")?.replaceChildren(...main.childNodes);
  document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus();
}

function send(form: HTMLFormElement): void {
  const box = form.querySelector<HTMLElement>("[data-file-progress]");
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const share = total ? loaded / total : 0;
    show(form, share < 1 ? share * 100 : null, percent.format(share));
  });
  const failed = (): void => show(form, 0, box?.dataset["failed"] ?? "");
  request.addEventListener("error", failed);
  request.addEventListener("abort", () => box && (box.hidden = true));
  request.addEventListener("load", () => {
    if (request.status >= 500 || request.status === 0) return failed();
    show(form, 100, box?.dataset["done"] ?? "");
    arrive(request);
  });
  request.addEventListener("loadend", () => {
    form.removeAttribute("aria-busy");
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  });
  part<HTMLButtonElement>(form, "[data-upload-cancel]")?.addEventListener("click", () => request.abort(), { once: true });
  show(form, 0, percent.format(0));
  request.open(form.method, form.action);
  request.send(new FormData(form));
}

export function mount(form: HTMLElement): void {
  form.addEventListener("submit", (event) => {
    const file = form.querySelector<HTMLInputElement>("input[type=file]");
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented || !file?.files?.length) return;
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    event.submitter?.setAttribute("aria-busy", "true");
    send(form);
  });
}
