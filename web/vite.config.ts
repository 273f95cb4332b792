import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const here = import.meta.dirname;
const api = process.env.LINGKE_API ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": resolve(here, "src") } },
  server: { fs: { allow: [resolve(here, "..")] }, proxy: { "/api": api, "/openapi.json": api } },
  preview: { proxy: { "/api": api } },
  build: {
    target: "es2022",
    assetsDir: "assets",
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // One request brings all words of one language.
            { name: "words-zh-CN", test: /locales[\\/]zh-CN[\\/]/ },
            { name: "words-en-US", test: /locales[\\/]en-US[\\/]/ },
            { name: "charts", test: /node_modules[\\/](echarts|zrender)[\\/]/ },
          ],
        },
      },
    },
  },
  test: { environment: "jsdom", include: ["test/**/*.test.{ts,tsx}"] },
});
