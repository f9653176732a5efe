/** Shows what the browser finds wrong with a control under that control, and takes it away once it is right. */
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function isControl(target: EventTarget | null): target is Control {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

function errorOf(control: Control): HTMLElement | null {
  return document.getElementById(`${control.id}_error`);
}

function describe(control: Control, id: string, there: boolean): void {
  const ids = (control.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((other) => other && other !== id);
  if (there) ids.push(id);
  if (ids.length) control.setAttribute("aria-describedby", ids.join(" "));
  else control.removeAttribute("aria-describedby");
}

function complain(control: Control): void {
  const field = control.closest(".field");
  if (!field || !control.id) return;
  errorOf(control)?.remove();
  const error = document.createElement("div");
  error.className = "error";
  error.id = `${control.id}_error`;
  error.textContent = control.validationMessage;
  const help = field.querySelector(":scope > .help");
  if (help) help.before(error);
  else field.append(error);
  control.setAttribute("aria-invalid", "true");
  describe(control, error.id, true);
}

function forgive(control: Control): void {
  const error = errorOf(control);
  if (!error) return;
  error.remove();
  control.removeAttribute("aria-invalid");
  describe(control, error.id, false);
}

function invalid(event: Event): void {
  const control = event.target;
  if (!isControl(control) || !control.closest(".field")) return;
  event.preventDefault(); // our words under the control instead of the browser's bubble
  complain(control);
  if (control.form?.querySelector(":is(input, select, textarea):invalid") === control) control.focus();
}

function left(event: FocusEvent): void {
  const control = event.target;
  if (isControl(control) && control.value !== "" && control.closest("form:not([novalidate]) .field") && !control.validity.valid) {
    complain(control);
  }
}

function typed(event: Event): void {
  const control = event.target;
  if (isControl(control) && control.getAttribute("aria-invalid") === "true" && control.validity.valid) forgive(control);
}

export function start(): void {
  document.addEventListener("invalid", invalid, { capture: true });
  document.addEventListener("focusout", left);
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
}
