/** Moving and stretching sessions and booking over empty time with a mouse, a pen or a finger. */
import { columnAt, columnsOf, inside, sameSpot, snapped, type Spot, spotOf, stepAt } from "./grid";
import { move } from "./sending";
import { Slot } from "./slot";
import { type Config, fill, iso, span, when } from "./words";

const NEAR = 5; // px: less is a click
const HOLD_MS = 420; // a finger that rests so long picks up
const EDGE = 56; // px from the edge of the screen where it scrolls along
const [HOUR, SHORTEST] = [12, 1];

type Kind = "move" | "stretch" | "book";

interface Grip {
  kind: Kind;
  block: HTMLElement | null;
  start: Spot;
  offset: number; // five minutes between the block's start and the pointer
  x: number;
  y: number;
}

/** What the pointer holds, if it holds anything. */
function gripAt(event: PointerEvent): Grip | null {
  const target = event.target as Element;
  const block = target.closest<HTMLElement>(".event");
  const column = target.closest<HTMLElement>(".calendar-column");
  if (!column || (block ? !block.dataset["version"] : target.closest("a"))) return null;
  const at = stepAt(column, event.clientY);
  const [x, y] = [event.clientX, event.clientY];
  const start = block && spotOf(block);
  if (!block || !start) return { kind: "book", block: null, start: { column, at: Math.floor(at / 3) * 3, steps: HOUR }, offset: 0, x, y };
  const edge = event.pointerType === "touch" ? 16 : 9;
  const box = block.getBoundingClientRect();
  const kind = box.height > 3 * edge - 6 && box.bottom - y < edge ? "stretch" : "move";
  return { kind, block, start, offset: at - start.at, x, y };
}

class Drag {
  private readonly slot: Slot;
  private readonly columns: HTMLElement[];
  private frame = 0;
  private last: { x: number; y: number; fine: boolean };

  constructor(
    private readonly root: HTMLElement,
    private readonly config: Config,
    private readonly grip: Grip,
  ) {
    const ownColumn = grip.kind !== "move" || grip.start.column.dataset["trainer"];
    this.columns = ownColumn ? [grip.start.column] : columnsOf(root);
    this.slot = new Slot(grip.start, grip.block?.querySelector("b")?.textContent ?? "");
    this.last = { x: grip.x, y: grip.y, fine: false };
    grip.block?.classList.add("is-origin");
    document.body.classList.add("is-dragging");
    document.body.classList.toggle("is-stretching", grip.kind !== "move");
    this.show();
    this.scroll();
  }

  to(x: number, y: number, fine: boolean): void {
    this.last = { x, y, fine };
    this.show();
  }

  private show(): void {
    const spot = this.spot();
    const text = this.grip.kind === "move" ? when(spot) : span(spot);
    this.slot.show(spot, fill(this.config.words[this.grip.kind === "book" ? "book" : "cancel"], { when: text }));
  }

  private spot(): Spot {
    const { kind, start, offset } = this.grip;
    const { x, y, fine } = this.last;
    const column = columnAt(this.columns, x) ?? start.column;
    const at = stepAt(column, y);
    if (kind === "move") return inside({ column, at: snapped(at - offset, fine), steps: start.steps });
    const end = Math.max(snapped(at, fine), start.at + (fine ? SHORTEST : 3));
    if (kind === "book" && Math.abs(y - this.grip.y) < NEAR) return inside(start);
    return inside({ column: start.column, at: start.at, steps: end - start.at });
  }

  /** Near the edge of the screen the page goes along. */
  private scroll(): void {
    this.frame = requestAnimationFrame(() => {
      const { y } = this.last;
      const step = y < EDGE + 60 ? -10 : y > innerHeight - EDGE ? 10 : 0;
      if (step) {
        scrollBy(0, step);
        this.show();
      }
      this.scroll();
    });
  }

  end(): void {
    cancelAnimationFrame(this.frame);
    document.body.classList.remove("is-dragging", "is-stretching");
    this.grip.block?.classList.remove("is-origin");
    this.slot.remove();
  }

  drop(): void {
    this.end();
    const { block, start } = this.grip;
    const spot = this.slot.spot;
    if (block && !sameSpot(spot, start)) void move(this.root, this.config, block, start, spot);
    if (!block) book(this.config, spot);
  }
}

/** Opens the form with start, length and trainer filled in. */
export function book(config: Config, { column, at, steps }: Spot): void {
  const query = new URLSearchParams({ start: `${column.dataset["day"]}T${iso(at)}`, minutes: String(steps * 5) });
  const trainer = column.dataset["trainer"] ?? new URLSearchParams(location.search).get("trainer");
  if (trainer) query.set("trainer", trainer);
  location.assign(`${config.book}?${query}`);
}

export function listen(root: HTMLElement, config: Config): void {
  let grip: Grip | null = null;
  let drag: Drag | null = null;
  let timer = 0;
  let justDragged = false;

  const begin = (): void => {
    if (!grip || drag) return;
    drag = new Drag(root, config, grip);
    justDragged = true;
  };
  const release = (): void => {
    clearTimeout(timer);
    [grip, drag] = [null, null];
  };

  root.addEventListener("pointerdown", (event) => {
    justDragged = false;
    if (event.button !== 0 || !event.isPrimary || drag) return;
    grip = gripAt(event);
    if (!grip || event.pointerType !== "touch") return;
    timer = window.setTimeout(() => {
      begin();
      navigator.vibrate?.(12);
    }, HOLD_MS);
  });
  document.addEventListener("pointermove", (event) => {
    if (!grip) return;
    const away = Math.hypot(event.clientX - grip.x, event.clientY - grip.y);
    if (!drag && event.pointerType === "touch") {
      if (away > 2 * NEAR) release(); // a finger that moves at once scrolls
    } else if (!drag && away > NEAR) begin();
    drag?.to(event.clientX, event.clientY, event.altKey);
  });
  document.addEventListener("pointerup", () => {
    drag?.drop();
    release();
  });
  document.addEventListener("pointercancel", () => {
    drag?.end();
    release();
  });
  document.addEventListener(
    "keydown",
    (event) => {
      if (!drag || event.key !== "Escape") return;
      event.stopPropagation();
      drag.end();
      release();
    },
    true,
  );
  root.addEventListener("touchmove", (event) => drag && event.preventDefault(), { passive: false });
  root.addEventListener("contextmenu", (event) => grip && (drag || matchMedia("(pointer: coarse)").matches) && event.preventDefault());
  root.addEventListener("dragstart", (event) => event.preventDefault());
  root.addEventListener(
    "click",
    (event) => {
      if (!justDragged) return;
      event.preventDefault();
      event.stopPropagation();
      justDragged = false;
    },
    true,
  );
}
