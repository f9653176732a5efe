import { resolve } from "node:path";
import { defineConfig } from "vite";
import { slots } from "./build/slots.ts";

export default defineConfig({
  root: import.meta.dirname,
  base: "/static/",
  publicDir: resolve(import.meta.dirname, "public"),
  plugins: [slots()],
  build: {
    outDir: resolve(import.meta.dirname, "dist"),
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0, // data: URLs are forbidden by the content security policy
    modulePreload: { polyfill: false },
    target: ["chrome123", "edge123", "firefox128", "safari17.5"],
    rolldownOptions: { input: ["src/main.ts", "src/styles/main.css"] },
  },
  server: { port: 5173, strictPort: true, origin: "http://localhost:5173" },
});
