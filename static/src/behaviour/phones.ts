/** The prefix beside a phone number follows the chosen country. Without this script the list itself shows it. */
export function start(): void {
  document.addEventListener("change", (event) => {
    const select = event.target;
    if (!(select instanceof HTMLSelectElement) || !select.matches("[data-phone-country]")) return;
    const code = select.parentElement?.querySelector("[data-phone-code]");
    if (code) code.textContent = select.selectedOptions[0]?.text.split(" ")[0] ?? "";
  });
}
