/** The sheet on the page. Every act is shown the same way, whether it was just done, waited on the device, or came from the server. */
import type { Act, Amounts, ExerciseFacts, SetFacts, Sheet } from "./operations";
import { read, short, shown, type Units } from "./units";

export type Words = Record<string, string>;

const FIELDS = { load: "load_g", reps: "reps", time: "seconds", distance: "distance_mm" } as const;
const BLANK = /-id-/g;
const BLANK_NUMBER = /-number-/g;

export class Rows {
  constructor(
    readonly root: HTMLElement,
    private readonly units: Units,
    private readonly words: Words,
    private readonly added: (exercise: HTMLElement) => void,
  ) {}

  exercises(): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>("[data-exercises] > [data-exercise]")];
  }

  exercise(id: string): HTMLElement | undefined {
    return this.exercises().find((row) => row.dataset["exercise"] === id);
  }

  sets(exercise: HTMLElement): HTMLElement[] {
    return [...exercise.querySelectorAll<HTMLElement>("[data-set]")];
  }

  set(id: string): HTMLElement | undefined {
    return [...this.root.querySelectorAll<HTMLElement>("[data-exercises] [data-set]")].find((row) => row.dataset["set"] === id);
  }

  current(): HTMLElement | null {
    return this.root.querySelector<HTMLElement>("[data-exercises] .set:not(.is-done):not([hidden])");
  }

  /** What stands in the fields of a set; a field that holds no number is NaN. */
  amounts(row: HTMLElement): Amounts {
    const text = (name: string): string => control(row, name)?.value ?? "";
    const isShown = (name: string): boolean => control(row, name)?.checkVisibility() ?? false;
    const number = (name: string): number | null => (isShown(name) ? read(name, text(name), this.units) : null);
    return {
      kind: text("kind") || "work",
      reps: number("reps"),
      load_g: number("load"),
      rpe: text("rpe") ? Number(text("rpe")) : null,
      seconds: number("time"),
      distance_mm: number("distance"),
      side: text("side"),
      note: text("note"),
    };
  }

  apply(act: Act): void {
    if (act.op === "exercise") this.putExercise({ ...act, is_planned: false, sets: [] });
    else if (act.op === "set") this.putSet(act.exercise, { ...act, is_done: true, last: null });
    else if (act.op === "delete_set") this.hide(this.set(act.id), true);
    else if (act.op === "restore_set") this.hide(this.set(act.id), false);
    else if (act.op === "delete_exercise") this.hide(this.exercise(act.id), true);
    else if (act.op === "restore_exercise") this.hide(this.exercise(act.id), false);
    else if (act.op === "order") this.arrange(act.exercises);
    this.mark();
  }

  /** Show the server's sheet; `mine` are rows about which something still waits here: they stay as they are. */
  adopt(sheet: Sheet, mine: Set<string>): void {
    for (const facts of sheet.exercises) {
      if (!mine.has(facts.id)) this.putExercise(facts);
      for (const set of facts.sets) if (!mine.has(set.id)) this.putSet(facts.id, set);
    }
    const known = new Set(sheet.exercises.flatMap((facts) => [facts.id, ...facts.sets.map(({ id }) => id)]));
    for (const row of this.exercises()) this.leave(row, row.dataset["exercise"] ?? "", known, mine);
    for (const row of this.root.querySelectorAll<HTMLElement>("[data-exercises] [data-set]")) this.leave(row, row.dataset["set"] ?? "", known, mine);
    if (!mine.size) this.arrange(sheet.exercises.map(({ id }) => id));
    this.mark();
  }

  addSet(exercise: HTMLElement, facts: SetFacts): HTMLElement {
    const template = this.root.querySelector<HTMLTemplateElement>("[data-exercise-template]");
    const html = template?.content.querySelector("[data-set]")?.outerHTML.replace(BLANK, facts.id).replace(BLANK_NUMBER, String(facts.number)) ?? "";
    const row = fragment(html);
    exercise.querySelector("[data-sets]")?.append(row);
    setValue(row, "exercise", exercise.dataset["exercise"] ?? "");
    this.fill(row, facts);
    return row;
  }

  private putExercise(facts: ExerciseFacts): void {
    const row = this.exercise(facts.id) ?? this.make(facts);
    row.dataset["name"] = facts.name;
    if (!facts.is_planned) row.dataset["kept"] = "";
    if (row.dataset["measure"] !== facts.measure) row.classList.replace(`measure-${row.dataset["measure"]}`, `measure-${facts.measure}`);
    row.dataset["measure"] = facts.measure;
    row.hidden = false;
    row.setAttribute("aria-label", facts.name);
    const about = (this.words["about"] ?? "").replace("%s", facts.name);
    row.querySelector(".exercise-head button")?.setAttribute("aria-label", about);
    row.querySelector(":scope > [popover]")?.setAttribute("aria-label", about);
    const [title, note] = [row.querySelector("[data-title]"), row.querySelector<HTMLElement>("[data-note]")];
    if (title) title.textContent = facts.name;
    if (note?.lastElementChild) [note.hidden, note.lastElementChild.textContent] = [!facts.note, facts.note];
    setValue(row, "note", facts.note, "[data-about-exercise]");
    setValue(row, "name", facts.name, "[data-about-exercise]");
  }

  private make(facts: ExerciseFacts): HTMLElement {
    const template = this.root.querySelector<HTMLTemplateElement>("[data-exercise-template]");
    const row = fragment(template?.innerHTML.replace(BLANK, facts.id) ?? "");
    row.dataset["position"] = String(facts.position);
    row.querySelector("[data-set]")?.remove();
    this.root.querySelector("[data-exercises]")?.append(row);
    this.root.querySelector("[data-none]")?.remove();
    this.added(row);
    return row;
  }

  private putSet(exerciseId: string, facts: SetFacts): void {
    const exercise = this.exercise(exerciseId);
    if (!exercise) return;
    const row = this.set(facts.id);
    if (row) this.fill(row, facts);
    else this.addSet(exercise, facts);
  }

  private fill(row: HTMLElement, facts: SetFacts): void {
    const isTyping = document.activeElement instanceof HTMLInputElement && row.contains(document.activeElement);
    const isOpen = !facts.is_done && !row.classList.contains("is-done");
    const isEdited = isTyping || (isOpen && row.dataset["touched"] !== undefined); // what somebody types is not taken from them
    row.dataset["set"] = facts.id;
    row.dataset["number"] = String(facts.number);
    row.hidden = false;
    row.classList.toggle("is-done", facts.is_done);
    setValue(row, "number", String(facts.number));
    if (!isEdited) for (const [name, key] of Object.entries(FIELDS)) setValue(row, name, shown(name, facts[key], this.units));
    if (!isEdited) for (const name of ["kind", "side", "note"] as const) setValue(row, name, facts[name]);
    if (!isEdited) setValue(row, "rpe", facts.rpe === null ? "" : String(facts.rpe));
    const last = row.querySelector("[data-last]");
    if (last && facts.last) last.textContent = short(facts.last, this.units);
    const number = row.querySelector("[data-number-word]");
    if (number) number.textContent = String(facts.number);
    this.say(row);
  }

  private say(row: HTMLElement): void {
    const [tick, kind] = [row.querySelector<HTMLButtonElement>("[data-tick]"), row.querySelector("[data-kind-word]")];
    const isDone = row.classList.contains("is-done");
    if (tick) {
      tick.value = isDone ? "delete" : "log";
      tick.setAttribute("aria-label", (this.words[isDone ? "done" : "log"] ?? "").replace("%s", row.dataset["number"] ?? ""));
    }
    const chosen = row.querySelector<HTMLSelectElement>("[name=kind]");
    if (kind && chosen) kind.textContent = chosen.value === "work" ? "" : (chosen.selectedOptions[0]?.text ?? "");
  }

  private hide(row: HTMLElement | undefined, isHidden: boolean): void {
    if (row) row.hidden = isHidden;
  }

  private leave(row: HTMLElement, id: string, known: Set<string>, mine: Set<string>): void {
    const isFresh = row.dataset["fresh"] !== undefined; // not logged yet: only this page knows it
    if (!known.has(id) && !mine.has(id) && !isFresh) row.hidden = true;
  }

  private arrange(ids: string[]): void {
    const list = this.root.querySelector("[data-exercises]");
    const order = ids.flatMap((id) => this.exercise(id) ?? []);
    if (order.some((row, place) => this.exercises()[place] !== row)) for (const row of order) list?.append(row);
  }

  /** The first set that is open is the current one; the bar shows how far each exercise is. */
  mark(): void {
    const current = this.current();
    for (const row of this.root.querySelectorAll<HTMLElement>("[data-exercises] .set")) row.classList.toggle("is-current", row === current);
    const bars = this.exercises().filter((row) => !row.hidden).map((row) => {
      const sets = this.sets(row).filter((set) => !set.hidden);
      const done = sets.filter((set) => set.classList.contains("is-done")).length;
      const bar = document.createElement("i");
      if (done) bar.className = done === sets.length ? "is-full" : "is-half";
      return bar;
    });
    this.root.querySelector("[data-bar]")?.replaceChildren(...bars);
  }
}

function fragment(html: string): HTMLElement {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const element = holder.content.firstElementChild;
  if (!(element instanceof HTMLElement)) throw new Error("template");
  return element;
}

export function control(row: HTMLElement, name: string, scope = "form"): HTMLInputElement | HTMLSelectElement | null {
  return row.querySelector<HTMLInputElement | HTMLSelectElement>(`${scope} [name=${name}]`);
}

function setValue(row: HTMLElement, name: string, value: string, scope = "form"): void {
  const field = control(row, name, scope);
  if (field) field.value = value;
}
