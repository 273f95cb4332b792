// Before anything that writes a style.
import { nonce } from "@/ui/nonce";
import "@/ui/base.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { App, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { onSignedOut } from "@/api/client";
import { Problem } from "@/api/problem";
import { sessionQuery } from "@/api/session";
import { preferences, useMode } from "@/ui/preferences";
import { themeOf } from "@/ui/theme";
import { startWords, useLocale } from "@/ui/words";
import { routerOf } from "./router";

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      // A refusal stays a refusal; only what may heal by itself is tried again.
      retry: (count, error) => count < 2 && (!(error instanceof Problem) || error.status === 0 || error.status >= 500),
    },
  },
});
const router = routerOf(queryClient);

// The session ended: who is left sees the sign-in page, and returns afterwards to where they were.
onSignedOut(() => queryClient.setQueryData(sessionQuery.queryKey, null));

function Console() {
  const mode = useMode();
  const locale = useLocale();
  dayjs.locale(locale === "zh-CN" ? "zh-cn" : "en");
  document.documentElement.style.colorScheme = mode;
  // Drawers and dialogs stand beside the app, so what is said about the dark must hold for the whole document.
  document.documentElement.classList.toggle("dark", mode === "dark");
  return (
    <ConfigProvider
      theme={themeOf(mode)}
      locale={locale === "zh-CN" ? zhCN : enUS}
      componentSize="medium"
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
    >
      <App className={`lingke-app ${mode}`}>
        <RouterProvider router={router} />
      </App>
    </ConfigProvider>
  );
}

startWords(preferences().locale).then(() => {
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <Console />
      </QueryClientProvider>
    </StrictMode>,
  );
});
