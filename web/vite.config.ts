import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { compression } from "vite-plugin-compression2";
import { defineConfig } from "vitest/config";

const here = import.meta.dirname;
const api = process.env.LINGKE_API ?? "http://127.0.0.1:8080";

export default defineConfig({
  // Packed once and well here; the server would have to do it for each browser, and in a hurry.
  plugins: [react(), compression({ algorithms: ["brotliCompress"], include: /\.(js|css|html|svg)$/ })],
  resolve: { alias: { "@": resolve(here, "src") } },
  // The server writes another one into each answer, and into its Content-Security-Policy.
  html: { cspNonce: "LINGKE_NONCE" },
  server: { fs: { allow: [resolve(here, "..")] }, proxy: { "/api": api, "/openapi.json": api } },
  preview: { proxy: { "/api": api } },
  build: {
    target: "es2022",
    assetsDir: "assets",
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      // Ant Design's parts only define things, but do not say so: otherwise each form part would bring all of them.
      treeshake: { moduleSideEffects: [{ test: /node_modules[\\/]@rc-component[\\/]/, sideEffects: false }] },
    },
  },
  test: { environment: "jsdom", include: ["test/**/*.test.{ts,tsx}"] },
});
