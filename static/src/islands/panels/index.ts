/** Sections become panels behind tabs. Arrow keys, Home and End move; the address remembers the tab by its hash. */
let count = 0;

function makeTab(panel: HTMLElement, name: string): HTMLButtonElement {
  const tab = document.createElement("button");
  tab.type = "button";
  tab.id = `${name}-tab`;
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", name);
  tab.textContent = panel.dataset["panel"] ?? "";
  panel.id = name;
  panel.tabIndex = 0;
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", tab.id);
  panel.querySelector("[data-panel-title]")?.remove(); // the tab says it
  return tab;
}

export function mount(element: HTMLElement): void {
  const panels = [...element.querySelectorAll<HTMLElement>(":scope > [data-panel]")];
  if (panels.length === 0) return;
  count += 1;
  const tabs = panels.map((panel, index) => makeTab(panel, panel.id || `panel-${count}-${index}`));
  const list = document.createElement("div");
  list.className = "tabs";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", element.dataset["label"] ?? "");
  list.append(...tabs);
  element.prepend(list);

  const show = (index: number): void => {
    tabs.forEach((tab, place) => {
      tab.setAttribute("aria-selected", String(place === index));
      tab.tabIndex = place === index ? 0 : -1;
    });
    panels.forEach((panel, place) => (panel.hidden = place !== index));
  };
  list.addEventListener("click", (event) => {
    const index = tabs.findIndex((tab) => tab.contains(event.target as Node | null));
    if (index >= 0) show(index);
  });
  list.addEventListener("keydown", (event) => {
    const next = target(event, tabs.findIndex((tab) => tab === document.activeElement), tabs.length);
    if (next === null) return;
    event.preventDefault();
    show(next);
    tabs[next]?.focus();
  });
  show(Math.max(0, panels.findIndex((panel) => `#${panel.id}` === location.hash)));
}

function target(event: KeyboardEvent, here: number, length: number): number | null {
  const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = document.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
  if (event.key === forward) return (here + 1) % length;
  if (event.key === back) return (here - 1 + length) % length;
  if (event.key === "Home") return 0;
  return event.key === "End" ? length - 1 : null;
}
