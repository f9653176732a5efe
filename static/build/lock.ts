/** Takes the addresses out of package-lock.json: the lock file keeps versions and hashes, no host. */
import { readFileSync, writeFileSync } from "node:fs";

const path = new URL("../package-lock.json", import.meta.url);
const lock: unknown = JSON.parse(readFileSync(path, "utf8"), (key: string, value: unknown) =>
  key === "funding" || key === "resolved" ? undefined : value,
);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
