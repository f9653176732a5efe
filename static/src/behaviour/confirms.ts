/** `<form data-confirm>` asks in the shared dialog first. Without this script the server asks on a page of its own. */
const FIELD = "confirmed";

function ask(form: HTMLFormElement, submitter: HTMLElement | null): void {
  const dialog = document.querySelector<HTMLDialogElement>("#confirm");
  const template = form.querySelector<HTMLTemplateElement>("template[data-confirm-words]");
  if (!dialog || !template) return;
  const { title = "", yes = "", no = "" } = template.dataset;
  const set = (selector: string, text: string): void => {
    const element = dialog.querySelector(selector);
    if (element) element.textContent = text;
  };
  set("#confirm-title", title);
  set("[data-confirm-yes]", yes);
  set("[data-confirm-no]", no);
  dialog.querySelector("#confirm-body")?.replaceChildren(template.content.cloneNode(true));
  dialog.returnValue = "";
  dialog.addEventListener("close", () => dialog.returnValue === "yes" && send(form, submitter), { once: true });
  dialog.showModal();
}

function send(form: HTMLFormElement, submitter: HTMLElement | null): void {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = FIELD;
  field.value = "yes";
  form.append(field);
  form.requestSubmit(submitter);
  setTimeout(() => field.remove());
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
