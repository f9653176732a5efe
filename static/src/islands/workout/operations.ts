/** Acts on a log, as the server takes them. Loads in grams, distances in millimetres. */
export interface Amounts {
  kind: string;
  reps: number | null;
  load_g: number | null;
  rpe: number | null;
  seconds: number | null;
  distance_mm: number | null;
  side: string;
  note: string;
}

export interface SetAct extends Amounts {
  op: "set";
  id: string;
  stamp: number;
  exercise: string;
  number: number;
}

export interface ExerciseAct {
  op: "exercise";
  id: string;
  stamp: number;
  name: string;
  measure: string;
  note: string;
  position: number;
}

export interface PresenceAct {
  op: "delete_set" | "restore_set" | "delete_exercise" | "restore_exercise";
  id: string;
  stamp: number;
  exercise?: string;
}

export interface OrderAct {
  op: "order";
  id: string;
  stamp: number;
  exercises: string[];
}

export interface ObservationAct {
  op: "observation";
  id: string;
  stamp: number;
  text: string;
  about_health: boolean;
}

export type Act = SetAct | ExerciseAct | PresenceAct | OrderAct | ObservationAct;

export interface SetFacts extends Amounts {
  id: string;
  number: number;
  is_done: boolean;
  last: Amounts | null;
}

export interface ExerciseFacts {
  id: string;
  name: string;
  measure: string;
  note: string;
  position: number;
  is_planned: boolean;
  sets: SetFacts[];
}

export interface Sheet {
  stamp: number;
  exercises: ExerciseFacts[];
}

const DEVICES = 4096;

/** Stamps of this device, counted on the server's clock, each later than the one before and than what was seen. */
export class Stamps {
  private readonly device = Math.floor(Math.random() * DEVICES);
  private readonly offset: number;
  private latest = 0;

  constructor(serverNow: number) {
    this.offset = serverNow - Date.now();
  }

  saw(stamp: number): void {
    this.latest = Math.max(this.latest, stamp);
  }

  next(): number {
    const now = Math.floor(Math.max(Date.now() + this.offset, Math.floor(this.latest / DEVICES) + 1));
    this.latest = now * DEVICES + this.device;
    return this.latest;
  }
}
