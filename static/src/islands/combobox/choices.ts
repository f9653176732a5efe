import { holds } from "../../behaviour/finding";

/** The list under a combobox: filter, move, pick. */
export class Choices {
  private shown: HTMLLIElement[] = [];
  private active = -1;

  constructor(
    private readonly select: HTMLSelectElement,
    private readonly input: HTMLInputElement,
    private readonly list: HTMLUListElement,
    private readonly none: string,
  ) {}

  start(): void {
    this.rest();
    this.input.addEventListener("input", () => this.open(this.input.value));
    this.input.addEventListener("click", () => this.list.hidden && this.open(""));
    this.input.addEventListener("keydown", (event) => this.byKey(event));
    this.input.addEventListener("blur", () => this.leave());
    this.select.addEventListener("change", () => this.rest());
    this.select.form?.addEventListener("reset", () => setTimeout(() => this.rest()));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the text box keeps the focus
    this.list.addEventListener("click", (event) => {
      const item = event.target instanceof Element ? event.target.closest("li") : null;
      this.pick(this.shown.findIndex((other) => other === item));
    });
  }

  private open(typed: string): void {
    const found = [...this.select.options].filter((option) => !option.disabled && holds(option.text, typed));
    this.shown = found.map((option, index) => this.item(option, index));
    this.list.replaceChildren(...(this.shown.length ? this.shown : [this.nothing()]));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    const current = found.findIndex((option) => option.selected);
    this.mark(typed ? 0 : current);
  }

  private item(option: HTMLOptionElement, index: number): HTMLLIElement {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${index}`;
    item.setAttribute("role", "option");
    item.dataset["value"] = option.value;
    const text = document.createElement("bdi"); // a name in another script keeps its order, the row keeps its side
    text.textContent = option.text;
    item.append(text);
    if (option.selected) item.classList.add("is-chosen");
    return item;
  }

  private nothing(): HTMLLIElement {
    const item = document.createElement("li");
    item.className = "combobox-none";
    item.setAttribute("role", "option");
    item.setAttribute("aria-disabled", "true");
    item.textContent = this.none;
    return item;
  }

  private mark(index: number): void {
    this.active = this.shown[index] ? index : -1;
    this.shown.forEach((item, place) => item.setAttribute("aria-selected", String(place === this.active)));
    const item = this.shown[this.active];
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
    item?.scrollIntoView({ block: "nearest" });
  }

  private pick(index: number): void {
    const item = this.shown[index];
    if (!item) return;
    this.select.value = item.dataset["value"] ?? "";
    this.select.dispatchEvent(new Event("input", { bubbles: true }));
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.rest();
  }

  /** Close and show what is chosen. */
  private rest(): void {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.input.value = this.select.selectedOptions[0]?.text ?? "";
  }

  /** Leaving takes what was typed when it can mean only one thing. */
  private leave(): void {
    if (!this.list.hidden && this.input.value && this.shown.length === 1) this.pick(0);
    else this.rest();
  }

  private byKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const closed = this.list.hidden;
    const last = this.shown.length - 1;
    if (event.key === "ArrowDown") closed ? this.open("") : this.mark(this.active >= last ? 0 : this.active + 1);
    else if (event.key === "ArrowUp") closed ? this.open("") : this.mark(this.active <= 0 ? last : this.active - 1);
    else if (event.key === "Enter" && !closed && this.active >= 0) this.pick(this.active);
    else if (event.key === "Escape" && !closed) this.rest();
    else return;
    event.preventDefault();
    event.stopPropagation(); // Escape closes the list, not the dialog around it
  }
}
