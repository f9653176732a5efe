/** `<form data-confirm>` asks in the shared dialog first. Without this script the server asks on a page of its own. */
const FIELD = "confirmed";

function ask(form: HTMLFormElement, submitter: HTMLElement | null): void {
  const dialog = document.querySelector<HTMLDialogElement>("#confirm");
  const template = form.querySelector<HTMLTemplateElement>("template[data-confirm-words]");
  if (!dialog || !template) return;
  const { title = "", yes = "", no = "", typed } = template.dataset;
  const set = (selector: string, text: string): void => {
    const element = dialog.querySelector(selector);
    if (element) element.textContent = text;
  };
  set("#confirm-title", title);
  set("[data-confirm-yes]", yes);
  set("[data-confirm-no]", no);
  dialog.querySelector("#confirm-body")?.replaceChildren(template.content.cloneNode(true));
  const button = dialog.querySelector<HTMLButtonElement>("[data-confirm-yes]");
  const input = dialog.querySelector<HTMLInputElement>("[data-confirm-typed]");
  if (button) button.disabled = input !== null;
  if (button && input) waitFor(input, typed ?? "", button);
  dialog.returnValue = "";
  const sent = (): Record<string, string> => ({ [FIELD]: "yes", ...(input && { typed: input.value }) });
  dialog.addEventListener("close", () => dialog.returnValue === "yes" && send(form, submitter, sent()), { once: true });
  dialog.showModal();
}

/** What cannot be undone waits until its name is typed. */
function waitFor(input: HTMLInputElement, typed: string, button: HTMLButtonElement): void {
  input.addEventListener("input", () => (button.disabled = input.value.trim() !== typed));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // else the same key would press the button that gets the focus back
    if (!button.disabled) button.click();
  });
}

function send(form: HTMLFormElement, submitter: HTMLElement | null, values: Record<string, string>): void {
  const fields = Object.entries(values).map(([name, value]) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    return field;
  });
  form.append(...fields);
  form.requestSubmit(submitter);
  setTimeout(() => fields.forEach((field) => field.remove()));
}

function intercept(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset["confirm"] === undefined) return;
  if (form.querySelector(`input[name="${FIELD}"]`)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(form, event.submitter);
}

export function start(): void {
  document.addEventListener("submit", intercept, { capture: true }); // before htmx and the double-submit guard
}
