/** The screen stays on while the log is looked at, where the device lets it. */
export function stayAwake(): void {
  const ask = (): void => {
    if (!document.hidden && "wakeLock" in navigator) void navigator.wakeLock.request("screen").catch(() => undefined);
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}
