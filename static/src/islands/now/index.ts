/** Keeps the time of the running or next session true. Without this script the server's words stay as they are. */
interface Clock {
  now: number;
  start: number;
  end: number;
  running: boolean;
  hours: string;
  whole: string;
  minutes: string;
  ahead: string;
  behind: string;
}

const MINUTE = 60;
const HOUR = 3600;

function fill(pattern: string, hours: number, minutes: number): string {
  return pattern.replace("%(hours)d", String(hours)).replace("%(minutes)d", String(minutes));
}

/** "28:14" below an hour, else "1 h 28 min"; whole minutes for who asked for less motion. */
function words(clock: Clock, seconds: number, calm: boolean): string {
  const hours = Math.floor(seconds / HOUR);
  const minutes = Math.floor((seconds % HOUR) / MINUTE);
  if (hours) return fill(minutes ? clock.hours : clock.whole, hours, minutes);
  return calm ? fill(clock.minutes, 0, minutes) : `${minutes}:${String(seconds % MINUTE).padStart(2, "0")}`;
}

function share(clock: Clock, at: number): number {
  return Math.max(0, Math.min(100, Math.round((100 * (at - clock.start)) / (clock.end - clock.start))));
}

function move(bar: Element, percent: number): void {
  bar.className = bar.className.replace(/pct-\d+/, `pct-${percent}`);
  bar.setAttribute("aria-valuenow", String(percent));
}

export function mount(element: HTMLElement): void {
  const data = element.querySelector("script[type='application/json']")?.textContent;
  const [time, note] = [element.querySelector("[data-now-time]"), element.querySelector("[data-now-note]")];
  if (!data || !time || !note) return;
  const clock = JSON.parse(data) as Clock;
  const bar = element.querySelector(".progress");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const offset = clock.now - Date.now() / 1000; // the server's clock decides, whatever the device believes

  function show(): void {
    if (!time || !note || document.hidden) return;
    const at = Date.now() / 1000 + offset;
    const left = Math.round((clock.running ? clock.end : clock.start) - at);
    time.textContent = words(clock, Math.abs(left), calm.matches);
    note.textContent = left < 0 ? clock.behind : clock.ahead;
    if (bar) move(bar, share(clock, at));
  }

  const timer = setInterval(() => (element.isConnected ? show() : clearInterval(timer)), 1000);
  document.addEventListener("visibilitychange", show);
  show();
}
