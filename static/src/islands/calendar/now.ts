/** The line of now goes on. The server says what time it is where the calendar is; the device only counts on. */
import { FIVE, put } from "./grid";
import { clock } from "./words";

const DAY = 24 * 60;

export function keepNow(root: HTMLElement, minute: number): void {
  const loaded = performance.now();
  const show = (): void => {
    const now = Math.floor(minute + (performance.now() - loaded) / 60_000);
    if (document.hidden || now >= DAY) return;
    for (const line of root.querySelectorAll(".now-line, .calendar-hours .is-now")) put(line, "at", Math.floor(now / FIVE));
    const time = root.querySelector(".calendar-hours .is-now time");
    if (time) time.textContent = clock(now);
  };
  const timer = setInterval(() => (root.isConnected ? show() : clearInterval(timer)), 20_000);
  document.addEventListener("visibilitychange", show);
}
