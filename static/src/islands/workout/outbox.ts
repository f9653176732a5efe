/** What was done and not sent yet. Each act is kept on the device before anything else happens, under a key of its own:
 *  two windows write side by side, and who logs in next on this device sends only their own. */
import type { Act } from "./operations";

export class Outbox {
  /** Acts that could not be kept, where the device lets nobody keep anything; they are sent all the same. */
  private readonly loose = new Map<string, Act>();

  constructor(private readonly prefix: string) {}

  add(act: Act): void {
    const key = `${this.prefix}:${act.stamp}`;
    try {
      localStorage.setItem(key, JSON.stringify(act));
    } catch {
      this.loose.set(key, act);
    }
  }

  all(): Act[] {
    const kept = this.keys().flatMap((key) => read(localStorage.getItem(key)));
    return [...kept, ...this.loose.values()].sort((one, other) => one.stamp - other.stamp);
  }

  remove(acts: Act[]): void {
    for (const { stamp } of acts) {
      const key = `${this.prefix}:${stamp}`;
      localStorage.removeItem(key);
      this.loose.delete(key);
    }
  }

  private keys(): string[] {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(`${this.prefix}:`));
    } catch {
      return [];
    }
  }
}

function read(text: string | null): Act[] {
  try {
    return text ? [JSON.parse(text) as Act] : [];
  } catch {
    return [];
  }
}
