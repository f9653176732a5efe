/** Fills in the browser's time zone where a form asks for it: `<input type="hidden" data-time-zone>`. */
export function start(): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-time-zone]")) field.value ||= zone;
}
