/** The place where something will land: a slot in a column, with its time in a pill. */
import { hoursOf, put, type Spot } from "./grid";

export class Slot {
  private readonly element = document.createElement("div");
  private readonly pill = document.createElement("span");
  spot: Spot;

  constructor(spot: Spot, name: string) {
    this.spot = spot;
    this.element.className = "drop-slot at-0 for-1";
    this.element.setAttribute("aria-hidden", "true");
    this.pill.className = "pill";
    const label = document.createElement("b");
    label.className = "drop-name";
    label.textContent = name;
    this.element.append(label, this.pill);
  }

  show(spot: Spot, text: string): void {
    this.spot = spot;
    put(this.element, "at", spot.at);
    put(this.element, "for", spot.steps);
    this.element.classList.toggle("is-low", spot.at + spot.steps > hoursOf(spot.column).until - 6);
    this.pill.textContent = text;
    if (this.element.parentElement !== spot.column) spot.column.append(this.element);
  }

  clash(): void {
    this.element.classList.add("is-clash");
    this.pill.remove();
  }

  scrollIntoView(): void {
    this.element.scrollIntoView({ block: "nearest" });
  }

  remove(): void {
    this.element.remove();
  }
}
