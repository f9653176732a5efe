/** Bigger behaviours load when their element is on the page: `<div data-island="calendar">`. */
interface Island {
  mount(element: HTMLElement): void;
}

const islands = import.meta.glob<Island>("../islands/*/index.ts");

export async function mountAll(scope: ParentNode): Promise<void> {
  for (const element of scope.querySelectorAll<HTMLElement>("[data-island]:not([data-mounted])")) {
    const load = islands[`../islands/${element.dataset["island"]}/index.ts`];
    if (!load) continue;
    element.dataset["mounted"] = "";
    (await load()).mount(element);
  }
}
