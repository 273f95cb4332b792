/** Nobody loses what they typed by a stray click: it is asked before unsaved changes are left. */
import { useBlocker } from "@tanstack/react-router";
import { App } from "antd";
import { useWords } from "./words";

/** Asks whether to leave what was typed; answers whether one may go. */
export function useAskToLeave(): () => Promise<boolean> {
  const t = useWords("common");
  const { modal } = App.useApp();
  return async () =>
    await modal.confirm({
      title: t("unsaved.title"),
      content: t("unsaved.text"),
      okText: t("unsaved.leave"),
      okButtonProps: { danger: true },
      cancelText: t("unsaved.stay"),
    });
}

/** Asks before another page is opened or the window is closed, as long as `unsaved` says that there are changes. */
export function useUnsaved(unsaved: () => boolean): void {
  const mayLeave = useAskToLeave();
  useBlocker({
    // A tab or a filter of the same page leaves nothing behind.
    shouldBlockFn: async ({ current, next }) => current.pathname !== next.pathname && unsaved() && !(await mayLeave()),
    enableBeforeUnload: unsaved,
  });
}
