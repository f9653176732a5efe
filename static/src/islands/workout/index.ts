/** Logging a session on a phone: every act is kept on the device first, shown at once, and sent when there is a way. */
import { stayAwake } from "./awake";
import { type Act, type Amounts, Stamps } from "./operations";
import { Outbox } from "./outbox";
import { Rest } from "./rest";
import { control, Rows, type Words } from "./rows";
import { type Status, Sync } from "./sync";
import { short, STEPS, shown, read, type Units } from "./units";

interface Memory {
  name: string;
  measure: string;
  sets: Amounts[];
}

type Draft = Act extends infer One ? (One extends Act ? Omit<One, "stamp"> : never) : never;

const EMPTY: Amounts = { kind: "work", reps: null, load_g: null, rpe: null, seconds: null, distance_mm: null, side: "", note: "" };

export function mount(element: HTMLElement): void {
  new Workout(element).start();
}

class Workout {
  private readonly units: Units;
  private readonly words: Words;
  private readonly stamps: Stamps;
  private readonly outbox: Outbox;
  private readonly rows: Rows;
  private readonly sync: Sync;
  private readonly rest: Rest;
  private readonly memory: Record<string, Memory>;

  constructor(private readonly root: HTMLElement) {
    const data = root.dataset;
    this.units = { gram: Number(data["gram"]), millimetre: Number(data["millimetre"]), plates: Number(data["plates"]) };
    this.words = Object.fromEntries(Object.entries(data).filter(([name]) => name.startsWith("word")).map(([name, text]) => [lowered(name), text ?? ""]));
    this.stamps = new Stamps(Number(data["now"]));
    this.outbox = new Outbox(data["key"] ?? "");
    this.rows = new Rows(root, this.units, this.words, (row) => this.show(row));
    this.sync = new Sync(data["send"] ?? "", data["client"] ?? "", this.outbox, (sheet) => {
      this.stamps.saw(sheet.stamp);
      this.rows.adopt(sheet, new Set(this.outbox.all().flatMap((act) => ("exercise" in act && act.exercise ? [act.id, act.exercise] : [act.id]))));
      this.steps();
    }, (status) => this.tell(status));
    const { seconds = "", over = "", then = "" } = this.words;
    const dock = root.querySelector<HTMLElement>("[data-rest-dock]");
    if (!dock) throw new Error("rest");
    this.rest = new Rest(dock, `${data["key"]}:rest`, Number(data["rest"]), { seconds, over, then });
    this.memory = JSON.parse(root.querySelector("script[type='application/json']")?.textContent ?? "{}") as Record<string, Memory>;
  }

  start(): void {
    for (const row of this.rows.exercises()) this.show(row);
    for (const act of this.outbox.all()) this.rows.apply(act);
    for (const row of this.rows.exercises()) if (row.querySelector("[data-more]") && !this.rows.sets(row).some((set) => !set.hidden)) this.open(row, EMPTY, null);
    this.rows.mark();
    this.root.addEventListener("submit", (event) => this.submit(event));
    this.root.addEventListener("change", (event) => this.changed(event));
    this.root.addEventListener("input", (event) => rowOf(event.target)?.setAttribute("data-touched", ""));
    this.root.addEventListener("click", (event) => this.click(event));
    this.steps();
    this.rest.mount();
    stayAwake();
    this.sync.start();
  }

  private show(row: HTMLElement): void {
    const more = row.querySelector<HTMLElement>("[data-more]");
    if (more) more.hidden = false;
  }

  /** Keep it, show it, send it. */
  private act(draft: Draft): void {
    const act = { ...draft, stamp: this.stamps.next() } as Act;
    this.outbox.add(act);
    this.rows.apply(act);
    this.steps();
    this.sync.soon();
  }

  private submit(event: SubmitEvent): void {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const act = event.submitter instanceof HTMLButtonElement ? event.submitter.value : "";
    const row = rowOf(form);
    if (form.matches("[data-about-set]") && row) act === "delete" ? this.remove(row) : this.log(row);
    else if (form.matches("[data-about-exercise]")) this.aboutExercise(form, act);
    else if (form.matches("[data-add]")) this.add(form);
    else if (form.matches("[data-observe]")) this.observe(form);
    else return;
    event.preventDefault();
    form.closest<HTMLElement>("[popover]:popover-open")?.hidePopover();
    for (const sheet of form.querySelectorAll<HTMLElement>("[popover]:popover-open")) sheet.hidePopover();
  }

  private log(row: HTMLElement): void {
    const exercise = row.closest<HTMLElement>("[data-exercise]");
    const said = this.rows.amounts(row);
    const numbers = [said.reps, said.load_g, said.seconds, said.distance_mm];
    const wrong = numbers.some((number) => Number.isNaN(number)) || numbers.every((number) => number === null);
    const complaint = row.querySelector<HTMLElement>("[data-complaint]");
    if (complaint) [complaint.hidden, complaint.textContent] = [!wrong, wrong ? (this.words["empty"] ?? "") : ""];
    if (wrong || !exercise) return;
    const wasDone = row.classList.contains("is-done");
    const id = exercise.dataset["exercise"] ?? "";
    if (exercise.dataset["kept"] === undefined) this.keep(exercise);
    delete row.dataset["fresh"];
    this.act({ op: "set", id: row.dataset["set"] ?? "", exercise: id, number: Number(row.dataset["number"]), ...said });
    if (wasDone) return;
    navigator.vibrate?.(15);
    this.rest.begin(this.rows.current()?.dataset["number"] ?? "");
  }

  private keep(exercise: HTMLElement, note?: string): void {
    const { exercise: id = "", name = "", measure = "load", position = "0" } = exercise.dataset;
    const said = note ?? exercise.querySelector("[data-note] span")?.textContent ?? "";
    this.act({ op: "exercise", id, name, measure, note: said, position: Number(position) });
  }

  private remove(row: HTMLElement): void {
    const named = { id: row.dataset["set"] ?? "", exercise: row.closest<HTMLElement>("[data-exercise]")?.dataset["exercise"] ?? "" };
    this.act({ op: "delete_set", ...named });
    this.toast(this.words["deleted"] ?? "", () => this.act({ op: "restore_set", ...named }));
  }

  private aboutExercise(form: HTMLFormElement, act: string): void {
    const exercise = form.closest<HTMLElement>("[data-exercise]");
    const id = exercise?.dataset["exercise"] ?? "";
    if (!exercise) return;
    if (act === "delete") {
      this.act({ op: "delete_exercise", id });
      this.toast(this.words["gone"] ?? "", () => this.act({ op: "restore_exercise", id }));
    } else if (act === "up" || act === "down") this.move(id, act === "up" ? -1 : 1);
    else this.keep(exercise, control(exercise, "note", "[data-about-exercise]")?.value ?? "");
  }

  private move(id: string, step: number): void {
    for (const row of this.rows.exercises()) if (row.dataset["kept"] === undefined && !row.hidden) this.keep(row);
    const ids = this.rows.exercises().map((row) => row.dataset["exercise"] ?? "");
    const here = ids.indexOf(id);
    ids.splice(Math.max(0, here + step), 0, ...ids.splice(here, 1));
    this.act({ op: "order", id, exercises: ids });
  }

  private add(form: HTMLFormElement): void {
    const data = new FormData(form);
    const name = String(data.get("name")).trim();
    const known = this.memory[name.toLowerCase().split(/\s+/).join(" ")];
    const id = crypto.randomUUID();
    const positions = this.rows.exercises().map((row) => Number(row.dataset["position"]));
    const measure = known?.measure ?? String(data.get("measure"));
    this.act({ op: "exercise", id, name: known?.name ?? name, measure, note: "", position: Math.max(-1, ...positions) + 1 });
    const exercise = this.rows.exercise(id);
    if (exercise) for (const last of known?.sets ?? [EMPTY]) this.open(exercise, last, known ? last : null);
    this.steps();
    form.reset();
    this.rows.set(exercise ? (this.rows.sets(exercise)[0]?.dataset["set"] ?? "") : "")?.querySelector<HTMLElement>(".set-value:not([hidden])")?.focus();
  }

  /** Offer one more set, like the one before it. */
  private open(exercise: HTMLElement, like: Amounts, last: Amounts | null): void {
    const number = Math.max(0, ...this.rows.sets(exercise).filter((row) => !row.hidden).map((row) => Number(row.dataset["number"]))) + 1;
    const row = this.rows.addSet(exercise, { ...like, note: "", rpe: null, id: crypto.randomUUID(), number, is_done: false, last });
    row.dataset["fresh"] = "";
    const place = row.querySelector("[data-last]");
    if (place) place.textContent = last ? short(last, this.units) : "–";
  }

  private observe(form: HTMLFormElement): void {
    const data = new FormData(form);
    this.act({ op: "observation", id: crypto.randomUUID(), text: String(data.get("text")), about_health: data.has("about_health") });
    form.reset();
    this.toast(this.words["noted"] ?? "");
  }

  private changed(event: Event): void {
    const row = rowOf(event.target);
    if (row?.classList.contains("is-done")) this.log(row); // a set that is logged is corrected where it stands
  }

  private click(event: MouseEvent): void {
    const clicked = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-more], [data-step]") : null;
    const exercise = clicked?.closest<HTMLElement>("[data-exercise]");
    if (!clicked || !exercise) return;
    if (clicked.dataset["more"] !== undefined) {
      const before = this.rows.sets(exercise).findLast((row) => !row.hidden);
      this.open(exercise, before ? this.rows.amounts(before) : EMPTY, null);
      this.rows.mark();
      this.steps();
    } else this.step(clicked);
  }

  private step(button: HTMLElement): void {
    const { of: name = "", step = "1" } = button.dataset;
    const row = button.closest<HTMLElement>("[data-set]");
    const field = row && control(row, name);
    if (!row || !field) return;
    const base = name === "load" ? this.units.gram : name === "distance" ? this.units.millimetre : 1;
    const size = (STEPS[name]?.(this.units) ?? 1) * base;
    const value = (read(name, field.value, this.units) || 0) + Number(step) * size;
    field.value = shown(name, Math.max(0, Math.round(value)), this.units);
    row.dataset["touched"] = "";
  }

  /** The buttons for less and more stand under the current set. */
  private steps(): void {
    const current = this.rows.current();
    const there = this.root.querySelector("[data-exercises] [data-steps]");
    if (there?.closest("[data-set]") === current) return;
    there?.remove();
    const template = this.root.querySelector<HTMLTemplateElement>("[data-steps-template]");
    if (template) current?.querySelector("[data-complaint]")?.before(template.content.cloneNode(true));
  }

  private tell({ waiting, is_signed_out, refused }: Status): void {
    const line = this.root.querySelector<HTMLElement>("[data-sync]");
    if (!line) return;
    const text = refused ? `${this.words["refused"]}: ${refused}` : is_signed_out ? this.words["signedOut"] : waiting ? this.words["saved"] : "";
    line.classList.toggle("is-wrong", Boolean(refused) || is_signed_out);
    if (line.textContent !== text) line.textContent = text ?? "";
    line.dataset["waiting"] = String(waiting);
  }

  private toast(text: string, undo?: () => void): void {
    const template = this.root.querySelector<HTMLTemplateElement>("[data-toast-template]");
    const toast = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
    const button = toast?.querySelector<HTMLButtonElement>("[data-undo]");
    if (!toast || !button) return;
    const words = toast.querySelector("span");
    if (words) words.textContent = text;
    if (undo) button.addEventListener("click", () => (undo(), toast.remove()));
    else button.remove();
    document.getElementById("toasts")?.append(toast);
  }
}

function rowOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-set]") : null;
}

function lowered(name: string): string {
  const rest = name.slice("word".length);
  return rest.charAt(0).toLowerCase() + rest.slice(1);
}
