/** Sends what waits, again until it is taken. The server takes each act once, however often it comes. */
import { csrfToken } from "../../behaviour/requests";
import type { Act, Sheet } from "./operations";
import type { Outbox } from "./outbox";

const BATCH = 100;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;
const STOPS = new Set([403, 404, 409]);

export interface Status {
  waiting: number;
  is_signed_out: boolean;
  refused: string;
}

interface Problem {
  detail?: string;
  errors?: Record<string, string[]>;
}

export class Sync {
  private wait = FIRST_WAIT;
  private timer = 0;
  private isBusy = false;
  private isSignedOut = false;
  private refused = "";

  constructor(
    private readonly url: string,
    private readonly client: string,
    private readonly outbox: Outbox,
    private readonly arrived: (sheet: Sheet) => void,
    private readonly tell: (status: Status) => void,
  ) {}

  start(): void {
    addEventListener("online", () => this.soon());
    document.addEventListener("visibilitychange", () => document.hidden || this.soon());
    this.soon();
  }

  /** Send at once, whatever it waited for. */
  soon(): void {
    this.wait = FIRST_WAIT;
    void this.send();
  }

  private async send(): Promise<void> {
    clearTimeout(this.timer);
    const acts = this.outbox.all().slice(0, BATCH);
    this.report();
    if (this.isBusy) return;
    this.isBusy = true;
    const isTaken = await this.post(acts);
    this.isBusy = false;
    this.report();
    if (!isTaken) this.later();
    else if (this.outbox.all().length) void this.send();
  }

  private async post(acts: Act[]): Promise<boolean> {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
    const answer = await fetch(`${this.url}?client=${this.client}`, {
      method: "POST",
      headers,
      body: JSON.stringify({ operations: acts }),
    }).catch(() => null);
    if (!answer) return false;
    this.isSignedOut = answer.redirected;
    if (answer.redirected) return false;
    if (answer.ok) return this.taken(acts, (await answer.json()) as Sheet);
    const problem = (await answer.json().catch(() => ({}))) as Problem;
    if (answer.status === 400) return this.dropRefused(acts, problem);
    if (STOPS.has(answer.status)) this.refused = problem.detail ?? String(answer.status);
    return false;
  }

  private taken(acts: Act[], sheet: Sheet): boolean {
    this.outbox.remove(acts);
    this.refused = "";
    this.arrived(sheet);
    return true;
  }

  /** One act that no server will ever take must not hold the others back: it is said, and put aside. */
  private dropRefused(acts: Act[], { errors = {} }: Problem): boolean {
    const numbers = Object.keys(errors).map((name) => Number(name.split(".")[1]));
    const bad = acts.filter((_act, number) => numbers.includes(number));
    this.refused = Object.values(errors).flat()[0] ?? "";
    this.outbox.remove(bad);
    return bad.length > 0;
  }

  private later(): void {
    this.timer = window.setTimeout(() => void this.send(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  private report(): void {
    this.tell({ waiting: this.outbox.all().length, is_signed_out: this.isSignedOut, refused: this.refused });
  }
}
