/** Dropping a file on `[data-file-drop]`; its name in place of the invitation, and a picture as it will be. */
function zoneOf(event: Event): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>("[data-file-drop]") : null;
}

function size(bytes: number): string {
  const unit = bytes >= 1_000_000 ? "megabyte" : "kilobyte";
  const amount = unit === "megabyte" ? bytes / 1_000_000 : bytes / 1000;
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: amount < 10 ? 1 : 0 }).format(amount);
}

function name(zone: HTMLElement): void {
  const input = zone.querySelector<HTMLInputElement>("input[type=file]");
  const place = zone.querySelector<HTMLElement>("[data-file-words]");
  const files = [...(input?.files ?? [])];
  if (!place || files.length === 0) return;
  place.textContent = files.map((file) => `${file.name}, ${size(file.size)}`).join("; ");
  place.classList.add("file-drop-name");
}

function preview(zone: HTMLElement): void {
  const picture = zone.querySelector<HTMLImageElement>("img[data-file-preview]");
  const file = zone.querySelector<HTMLInputElement>("input[type=file]")?.files?.[0];
  if (!picture || !file?.type.startsWith("image/")) return;
  const url = URL.createObjectURL(file);
  picture.onload = () => URL.revokeObjectURL(url);
  picture.onerror = () => {
    URL.revokeObjectURL(url); // a kind that this browser cannot draw: the server still can
    picture.hidden = true;
  };
  picture.src = url;
  picture.hidden = false;
}

function drop(event: DragEvent): void {
  const zone = zoneOf(event);
  const input = zone?.querySelector<HTMLInputElement>("input[type=file]");
  if (!zone || !input || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  zone.classList.remove("is-over");
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

export function start(): void {
  document.addEventListener("dragover", (event) => {
    const zone = zoneOf(event);
    if (!zone) return;
    event.preventDefault();
    zone.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => {
    const zone = zoneOf(event);
    if (zone && !zone.contains(event.relatedTarget as Node | null)) zone.classList.remove("is-over");
  });
  document.addEventListener("drop", drop);
  document.addEventListener("change", (event) => {
    const zone = zoneOf(event);
    if (!zone) return;
    name(zone);
    preview(zone);
  });
}
