/** The rest between two sets, docked at the bottom. It says 30, 10 and 0, and goes on over a reload. */
import { clock } from "./units";

const SAID = [30, 10];
const MORE = 15_000;
const LINGERS = 6;

export interface RestWords {
  seconds: string;
  over: string;
  then: string;
}

export class Rest {
  private until = 0;
  private whole = 1;
  private timer = 0;
  private said = 0;

  constructor(
    private readonly dock: HTMLElement,
    private readonly key: string,
    private readonly length: number,
    private readonly words: RestWords,
  ) {}

  mount(): void {
    this.at("[data-rest-skip]").addEventListener("click", () => this.stop());
    this.at("[data-rest-more]").addEventListener("click", () => this.run(this.until + MORE, this.whole + MORE));
    const [until = 0, whole = 0] = (sessionStorage.getItem(this.key) ?? "").split(":").map(Number);
    if (until > Date.now()) this.run(until, whole);
  }

  begin(next: string): void {
    this.at("[data-rest-then]").textContent = next ? this.words.then.replace("%s", next) : "";
    this.run(Date.now() + this.length * 1000, this.length * 1000);
  }

  stop(): void {
    clearInterval(this.timer);
    this.dock.hidden = true;
    sessionStorage.removeItem(this.key);
  }

  private run(until: number, whole: number): void {
    [this.until, this.whole, this.said] = [until, whole, Number.POSITIVE_INFINITY];
    sessionStorage.setItem(this.key, `${until}:${whole}`);
    this.dock.hidden = false;
    clearInterval(this.timer);
    this.timer = window.setInterval(() => this.show(), 250);
    this.show();
  }

  private show(): void {
    const left = Math.ceil((this.until - Date.now()) / 1000);
    if (left < -LINGERS) return this.stop();
    this.at("[data-rest-clock]").textContent = clock(Math.max(0, left));
    const share = Math.max(0, Math.min(1, (this.until - Date.now()) / this.whole));
    this.at("[data-rest-ring]").setAttribute("stroke-dashoffset", String(Math.round(100 * (1 - share))));
    this.say(left);
  }

  private say(left: number): void {
    const mark = left <= 0 ? 0 : SAID.findLast((seconds) => left <= seconds);
    if (mark === undefined || mark >= this.said) return;
    this.said = mark;
    if (mark && left < mark - 2) return; // it begins shorter than that
    this.at("[data-rest-said]").textContent = mark ? this.words.seconds.replace("%s", String(mark)) : this.words.over;
    if (!mark) navigator.vibrate?.(200);
  }

  private at(selector: string): Element {
    const found = this.dock.querySelector(selector);
    if (!found) throw new Error(selector);
    return found;
  }
}
