/** `data-print` prints the page. The button hides where this script does not run. */
export function start(): void {
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]")) print();
  });
}
