/** Buttons beside a number: a tap is a step, holding goes on. Without this script they stay hidden and the field is plain. */
const HOLD = 400;
const REPEAT = 90;

/** Step on the field's own grid; an empty field begins at `data-from`, or at its smallest value. */
function step(input: HTMLInputElement, direction: number): void {
  if (input.value === "") input.value = input.dataset["from"] ?? input.min;
  else if (direction > 0) input.stepUp();
  else input.stepDown();
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function repeat(act: () => void): () => void {
  let timer = setTimeout(function again() {
    act();
    timer = setTimeout(again, REPEAT);
  }, HOLD);
  return () => clearTimeout(timer);
}

/** `data-chooses="length:custom"`: a number typed here means that radio button. */
function choose(input: HTMLInputElement): void {
  const [name = "", value = ""] = (input.dataset["chooses"] ?? "").split(":");
  const radios = input.form?.elements.namedItem(name);
  if (input.value !== "" && radios instanceof RadioNodeList) radios.value = value;
}

export function mount(element: HTMLElement): void {
  const input = element.querySelector<HTMLInputElement>("input[type=number]");
  if (!input) return;
  input.addEventListener("input", () => choose(input));
  for (const button of element.querySelectorAll<HTMLButtonElement>("[data-step]")) {
    const act = (): void => step(input, Number(button.dataset["step"]));
    let stop = (): void => undefined;
    let wasHeld = false;
    button.hidden = false;
    button.disabled = input.disabled;
    button.addEventListener("pointerdown", (event) => {
      wasHeld = false;
      if (event.button !== 0) return;
      stop = repeat(() => {
        wasHeld = true;
        act();
      });
    });
    for (const end of ["pointerup", "pointerleave", "pointercancel"]) button.addEventListener(end, () => stop());
    button.addEventListener("contextmenu", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      if (!wasHeld) act();
      wasHeld = false;
    });
  }
}
