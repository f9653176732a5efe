/** On a phone a stroke sideways leads to the day before or after. */
import type { Config } from "./words";

const FAR = 64;

export function listen(root: HTMLElement, { before, after }: Config): void {
  let from: { x: number; y: number } | null = null;
  root.addEventListener("touchstart", ({ touches: [finger, another] }) => {
    const is = finger && !another && matchMedia("(max-width: 720px)").matches && !root.querySelector(".calendar-team, .agenda");
    from = is ? { x: finger.clientX, y: finger.clientY } : null;
  }, { passive: true });
  root.addEventListener("touchend", ({ changedTouches: [finger] }) => {
    if (!from || !finger || document.querySelector(".drop-slot")) return;
    const [x, y] = [finger.clientX - from.x, finger.clientY - from.y];
    if (Math.abs(x) < FAR || Math.abs(x) < 2 * Math.abs(y)) return;
    location.assign(x < 0 !== (document.dir === "rtl") ? after : before);
  });
}
