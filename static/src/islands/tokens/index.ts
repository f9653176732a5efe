/** Words with commas between become tokens, and those that are known are found while one types. The field keeps the value; without this it is plain. */
import { fold } from "../../behaviour/finding";
import { Suggestions } from "./suggestions";

let count = 0;

class Tokens {
  private readonly text = document.createElement("input");
  private readonly suggestions: Suggestions;

  constructor(
    private readonly element: HTMLElement,
    private readonly field: HTMLInputElement,
  ) {
    count += 1;
    const known = JSON.parse(field.dataset["known"] ?? "[]") as string[];
    const makes = "makes" in field.dataset ? (element.dataset["new"] ?? "") : "";
    this.suggestions = new Suggestions(this.text, `tokens-${count}`, known, makes, (word) => this.add(word));
  }

  start(): void {
    const { text, field } = this;
    text.type = "text";
    text.id = `${field.id}_text`;
    text.disabled = field.disabled;
    for (const name of ["aria-describedby", "aria-invalid"]) {
      const value = field.getAttribute(name);
      if (value !== null) text.setAttribute(name, value);
    }
    const label = field.labels?.[0];
    if (label) label.htmlFor = text.id;
    field.hidden = true;
    field.after(text);
    this.element.append(this.suggestions.list);
    this.element.classList.add("is-tokens");
    this.suggestions.start(label?.textContent.trim() ?? "");
    text.addEventListener("input", () => this.typed());
    text.addEventListener("keydown", (event) => this.byKey(event));
    text.addEventListener("blur", () => this.add(text.value));
    this.element.addEventListener("click", (event) => event.target === this.element && text.focus());
    this.draw();
  }

  private get words(): string[] {
    return this.field.value.split(/[,;\n]/).map((word) => word.trim()).filter(Boolean);
  }

  private set words(words: string[]) {
    this.field.value = words.join(", ");
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
    this.draw();
  }

  /** What is typed before a comma is a word. */
  private typed(): void {
    const parts = this.text.value.split(/[,;\n]/);
    if (parts.length > 1) for (const part of parts) this.add(part);
    else this.suggestions.open(this.words);
  }

  private add(typed: string): void {
    this.text.value = "";
    this.suggestions.close();
    const word = this.suggestions.spelled(typed.trim());
    if (word && !this.words.some((other) => fold(other) === fold(word))) this.words = [...this.words, word];
  }

  private remove(word: string): void {
    this.words = this.words.filter((other) => other !== word);
    this.text.focus();
  }

  private byKey(event: KeyboardEvent): void {
    if (event.isComposing || this.suggestions.byKey(event, this.words)) return;
    const last = this.words.at(-1);
    if (event.key === "Enter" && this.text.value.trim()) this.add(this.text.value);
    else if (event.key === "Backspace" && this.text.value === "" && last !== undefined) this.remove(last);
    else return;
    event.preventDefault();
  }

  private draw(): void {
    for (const token of this.element.querySelectorAll(":scope > .tag")) token.remove();
    this.field.before(...this.words.map((word) => this.token(word)));
  }

  private token(word: string): HTMLElement {
    const token = document.createElement("span");
    const name = document.createElement("bdi");
    const button = document.createElement("button");
    token.className = "tag";
    name.textContent = word;
    button.type = "button";
    button.className = "tag-remove";
    button.disabled = this.field.disabled;
    button.setAttribute("aria-label", (this.element.dataset["remove"] ?? "").replace("%", word));
    button.textContent = "×";
    button.addEventListener("click", () => this.remove(word));
    token.append(name, button);
    return token;
  }
}

export function mount(element: HTMLElement): void {
  const field = element.querySelector<HTMLInputElement>("input");
  if (field) new Tokens(element, field).start();
}
