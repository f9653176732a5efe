/** A page that waits for something (`data-wait="2"`, seconds) asks again quietly and opens when the answer has changed. */
async function ready(): Promise<boolean> {
  try {
    return (await fetch(location.href, { cache: "no-store" })).status !== 503;
  } catch {
    return false;
  }
}

async function wait(seconds: number): Promise<void> {
  if (await ready()) location.replace(location.href);
  else setTimeout(() => void wait(seconds), seconds * 1000);
}

export function start(): void {
  const seconds = Number(document.querySelector<HTMLElement>("[data-wait]")?.dataset["wait"]);
  if (seconds > 0) setTimeout(() => void wait(seconds), seconds * 1000);
}
