/** The calendar from the keyboard: views by a letter, arrows from session to session, M picks one up. */
import { blocksOf, columnsOf, inside, sameSpot, type Spot, spotOf, valueOf } from "./grid";
import { move } from "./sending";
import { Slot } from "./slot";
import { type Config, fill, span, when } from "./words";

const QUARTER = 3;
const ARROWS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]);

/** A session that is carried by the keyboard. */
class Carried {
  private readonly slot: Slot;
  private readonly start: Spot;

  constructor(
    private readonly root: HTMLElement,
    private readonly config: Config,
    readonly block: HTMLElement,
    start: Spot,
  ) {
    this.start = start;
    this.slot = new Slot(start, this.name);
    block.classList.add("is-origin");
    this.show(start);
    this.say(fill(config.words["picked"], { who: this.name, when: span(start) }));
  }

  private get name(): string {
    return this.block.querySelector("b")?.textContent ?? "";
  }

  private show(spot: Spot): void {
    const text = spot.steps === this.start.steps ? when(inside(spot)) : span(inside(spot));
    this.slot.show(inside(spot), fill(this.config.words["cancel"], { when: text }));
    this.slot.scrollIntoView();
  }

  private say(text: string): void {
    const voice = this.root.querySelector("[data-calendar-voice]");
    if (voice) voice.textContent = text;
  }

  arrow(key: string, { shiftKey, altKey }: KeyboardEvent): void {
    const { column, at, steps } = this.slot.spot;
    const sign = key === "ArrowDown" || key === "ArrowRight" ? 1 : -1;
    const step = sign * (altKey ? 1 : QUARTER);
    if (key === "ArrowLeft" || key === "ArrowRight") this.show({ column: this.beside(column, sign), at, steps });
    else if (shiftKey) this.show({ column, at, steps: Math.max(1, steps + step) });
    else this.show({ column, at: at + step, steps });
    this.say(span(this.slot.spot));
  }

  /** The day before or after; a trainer's session stays with the trainer. */
  private beside(column: HTMLElement, sign: number): HTMLElement {
    if (column.dataset["trainer"]) return column;
    const columns = columnsOf(this.root);
    return columns[columns.indexOf(column) + sign * (document.dir === "rtl" ? -1 : 1)] ?? column;
  }

  private end(): void {
    this.block.classList.remove("is-origin");
    this.slot.remove();
  }

  drop(): void {
    this.end();
    if (sameSpot(this.slot.spot, this.start)) this.say(fill(this.config.words["left"], { when: when(this.start) }));
    else void move(this.root, this.config, this.block, this.start, this.slot.spot);
  }

  leave(): void {
    this.end();
    this.say(fill(this.config.words["left"], { when: when(this.start) }));
  }
}

/** The next session in the direction of an arrow: in the same column, or the nearest in time beside it. */
function neighbour(root: HTMLElement, block: HTMLElement, key: string): HTMLElement | undefined {
  const spot = spotOf(block);
  if (!spot) return undefined;
  const sign = key === "ArrowDown" || key === "ArrowRight" ? 1 : -1;
  if (key === "ArrowUp" || key === "ArrowDown") {
    const all = blocksOf(spot.column);
    return all[all.indexOf(block) + sign];
  }
  const columns = columnsOf(root);
  const step = sign * (document.dir === "rtl" ? -1 : 1);
  for (let next = columns.indexOf(spot.column) + step; columns[next]; next += step) {
    const near = blocksOf(columns[next] as HTMLElement).sort((one, other) => Math.abs(valueOf(one, "at") - spot.at) - Math.abs(valueOf(other, "at") - spot.at));
    if (near[0]) return near[0];
  }
  return undefined;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"));
}

/** Returns how to pick a block up, for who does it by a button. */
export function listen(root: HTMLElement, config: Config): (block: HTMLElement) => void {
  let carried: Carried | null = null;

  const pick = (block: HTMLElement): void => {
    const start = spotOf(block);
    if (!start || !block.dataset["version"]) return;
    carried = new Carried(root, config, block, start);
    block.focus({ preventScroll: true });
  };
  const done = (how: "drop" | "leave"): void => {
    const held = carried;
    carried = null;
    held?.[how]();
  };

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
      const used = carried ? carry(event) : walk(event);
      if (!used) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  root.addEventListener("focusout", (event) => {
    if (carried?.block === event.target) done("leave");
  });
  document.addEventListener("pointerdown", () => done("leave"));

  function carry(event: KeyboardEvent): boolean {
    if (ARROWS.has(event.key)) carried?.arrow(event.key, event);
    else if (event.key === "Enter" || event.key === " ") done("drop");
    else if (event.key === "Escape" || event.key === "Tab") done("leave");
    else return false;
    return event.key !== "Tab";
  }

  function walk(event: KeyboardEvent): boolean {
    if (event.altKey || isTyping(event.target)) return false;
    const block = document.activeElement?.closest<HTMLElement>(".event");
    if (block && ARROWS.has(event.key)) {
      neighbour(root, block, event.key)?.focus();
      return true;
    }
    const key = event.key.toLowerCase();
    if (block && key === "m" && block.dataset["version"]) {
      pick(block);
      return true;
    }
    const url = config.keys[key];
    if (url) location.assign(url);
    return url !== undefined;
  }

  return pick;
}
