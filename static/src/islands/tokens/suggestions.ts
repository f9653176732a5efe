import { fold, holds } from "../../behaviour/finding";

const MOST = 8;

/** The list under a token field: known words that match what is typed, and what is typed as a new one. */
export class Suggestions {
  readonly list = document.createElement("ul");
  private words: string[] = [];
  private active = -1;

  constructor(
    private readonly text: HTMLInputElement,
    private readonly id: string,
    private readonly known: string[],
    private readonly makes: string,
    private readonly pick: (word: string) => void,
  ) {}

  start(label: string): void {
    const { list, text } = this;
    list.id = this.id;
    list.className = "combobox-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label);
    list.hidden = true;
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the text box keeps the focus
    list.addEventListener("click", (event) => {
      const item = event.target instanceof Element ? event.target.closest("li") : null;
      this.take([...list.children].findIndex((other) => other === item));
    });
    text.autocomplete = "off";
    text.spellcheck = false;
    text.setAttribute("role", "combobox");
    text.setAttribute("aria-autocomplete", "list");
    text.setAttribute("aria-controls", this.id);
    text.setAttribute("aria-expanded", "false");
  }

  /** A known word as it is written elsewhere; any other as it was typed. */
  spelled(typed: string): string {
    return this.known.find((word) => fold(word) === fold(typed)) ?? typed;
  }

  open(chosen: string[]): void {
    const typed = this.text.value.trim();
    const taken = new Set(chosen.map(fold));
    this.words = this.known.filter((word) => !taken.has(fold(word)) && holds(word, typed)).slice(0, MOST);
    const items = [...this.words];
    if (this.makes && typed && !taken.has(fold(typed)) && !this.known.some((word) => fold(word) === fold(typed))) {
      this.words.push(typed);
      items.push(this.makes.replace("%", typed));
    }
    if (!items.length) return this.close();
    this.list.replaceChildren(...items.map((words, index) => this.item(words, index)));
    this.list.hidden = false;
    this.text.setAttribute("aria-expanded", "true");
    this.mark(typed ? 0 : -1);
  }

  close(): void {
    this.list.hidden = true;
    this.active = -1;
    this.text.setAttribute("aria-expanded", "false");
    this.text.removeAttribute("aria-activedescendant");
  }

  /** Answer whether the key was for the list. */
  byKey(event: KeyboardEvent, chosen: string[]): boolean {
    const closed = this.list.hidden;
    const last = this.words.length - 1;
    if (event.key === "ArrowDown") closed ? this.open(chosen) : this.mark(this.active >= last ? 0 : this.active + 1);
    else if (event.key === "ArrowUp" && !closed) this.mark(this.active <= 0 ? last : this.active - 1);
    else if (event.key === "Enter" && !closed && this.active >= 0) this.take(this.active);
    else if (event.key === "Escape" && !closed) this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation(); // Escape closes the list, not the dialog around it
    return true;
  }

  private take(index: number): void {
    const word = this.words[index];
    if (word !== undefined) this.pick(word);
  }

  private item(words: string, index: number): HTMLLIElement {
    const item = document.createElement("li");
    item.id = `${this.id}-${index}`;
    item.setAttribute("role", "option");
    const text = document.createElement("bdi"); // a word in another script keeps its order, the row keeps its side
    text.textContent = words;
    item.append(text);
    return item;
  }

  private mark(index: number): void {
    this.active = this.words[index] === undefined ? -1 : index;
    const items = [...this.list.children];
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === this.active)));
    const item = items[this.active];
    if (item) this.text.setAttribute("aria-activedescendant", item.id);
    else this.text.removeAttribute("aria-activedescendant");
    item?.scrollIntoView({ block: "nearest" });
  }
}
