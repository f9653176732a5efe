/** A select that finds while one types. The select stays in the form and keeps the value; without this it is one. */
import { Choices } from "./choices";

let count = 0;

function build(select: HTMLSelectElement, listId: string): HTMLInputElement {
  const input = document.createElement("input");
  input.type = "text";
  input.id = `${select.id || listId}_text`;
  input.autocomplete = "off";
  input.spellcheck = false;
  input.disabled = select.disabled;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", listId);
  input.setAttribute("aria-expanded", "false");
  return input;
}

/** What is said about the select is said about the text box. */
function follow(select: HTMLSelectElement, input: HTMLInputElement): void {
  const copy = (): void => {
    for (const name of ["aria-describedby", "aria-invalid", "aria-label"]) {
      const value = select.getAttribute(name);
      if (value === null) input.removeAttribute(name);
      else input.setAttribute(name, value);
    }
    input.disabled = select.disabled;
  };
  copy();
  new MutationObserver(copy).observe(select, { attributes: true });
  select.addEventListener("invalid", () => input.focus());
}

export function mount(element: HTMLElement): void {
  const select = element.querySelector("select");
  if (!select || select.multiple) return;
  count += 1;
  const list = document.createElement("ul");
  list.id = `combobox-${count}`;
  list.className = "combobox-list";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  const input = build(select, list.id);
  const label = select.labels[0];
  if (label) {
    label.htmlFor = input.id;
    list.setAttribute("aria-label", label.textContent.trim());
  }
  follow(select, input);
  select.hidden = true;
  select.after(input);
  element.append(list);
  element.classList.add("is-combobox");
  new Choices(select, input, list, element.dataset["none"] ?? "").start();
}
