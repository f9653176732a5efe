/** The theme changes at once; the server remembers it. Without this script the form reloads the page. */
async function choose(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  const body = new FormData(form);
  body.set("theme", button.value);
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
  if (!answer.ok && answer.type !== "opaqueredirect") throw new Error(`theme: ${answer.status}`);
  if (button.value) document.documentElement.dataset["theme"] = button.value;
  else delete document.documentElement.dataset["theme"];
  document.querySelector<HTMLMetaElement>('meta[name="color-scheme"]')?.setAttribute("content", button.value || "light dark");
  for (const other of document.querySelectorAll<HTMLButtonElement>("[data-theme-form] button")) {
    other.setAttribute("aria-pressed", String(other.value === button.value));
  }
}

export function start(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-theme-form]")) return;
    if (!(event.submitter instanceof HTMLButtonElement)) return;
    event.preventDefault();
    choose(form, event.submitter).catch(() => form.submit());
  });
}
