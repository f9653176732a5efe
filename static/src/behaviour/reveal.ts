/** Show and hide a password. The button stays hidden where this script does not run. */
function label(button: HTMLButtonElement): void {
  const { hide = "", show = button.textContent } = button.dataset;
  button.dataset["show"] = show;
  button.textContent = button.getAttribute("aria-pressed") === "true" ? hide : show;
}

function toggle(button: HTMLButtonElement): void {
  const input = document.getElementById(button.dataset["reveal"] ?? "");
  if (!(input instanceof HTMLInputElement)) return;
  const shown = input.type === "text";
  input.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
  label(button);
}

export function refresh(scope: ParentNode): void {
  for (const button of scope.querySelectorAll<HTMLButtonElement>("[data-reveal]")) button.hidden = false;
}

export function start(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("[data-reveal]") : null;
    if (button) toggle(button);
  });
}
