import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { Problem } from "@/api/problem";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { startWords } from "@/ui/words";

// What Ant Design asks of a browser and jsdom does not have: it lays nothing out.
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
);
const styleOf = window.getComputedStyle;
window.getComputedStyle = (element) => styleOf(element);

beforeAll(() => startWords("zh-CN"));
afterEach(cleanup);

function ask(onSubmit: (text: string) => Promise<unknown>) {
  const onClose = vi.fn();
  const words = { title: "关闭工单", label: "意见", confirm: "关闭" };
  render(<OpinionDialog open required {...words} onSubmit={onSubmit} onClose={onClose} />);
  const field = screen.getByRole("textbox") as HTMLTextAreaElement;
  return { onClose, field };
}

// Drawing a dialog takes seconds on a busy machine.
describe("a dialog that wants a few words", { timeout: 30_000 }, () => {
  it("is not sent by Ctrl+Enter while a word is composed, but by the next one", async () => {
    const send = vi.fn(async () => undefined);
    const { field, onClose } = ask(send);
    fireEvent.compositionStart(field);
    fireEvent.change(field, { target: { value: "tuikuan" } });
    fireEvent.keyDown(field, { key: "Enter", ctrlKey: true, isComposing: true });
    fireEvent.compositionEnd(field);
    fireEvent.change(field, { target: { value: "已退款" } });
    fireEvent.keyDown(field, { key: "Enter", ctrlKey: true, keyCode: 229 });
    expect(send).not.toHaveBeenCalled();
    fireEvent.keyDown(field, { key: "Enter", ctrlKey: true });
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(send).toHaveBeenCalledExactlyOnceWith("已退款");
  });

  it("is not sent by a mere Enter, nor without words", () => {
    const send = vi.fn(async () => undefined);
    const { field } = ask(send);
    fireEvent.keyDown(field, { key: "Enter", ctrlKey: true });
    fireEvent.change(field, { target: { value: "  " } });
    fireEvent.keyDown(field, { key: "Enter", ctrlKey: true });
    fireEvent.change(field, { target: { value: "已退款" } });
    fireEvent.keyDown(field, { key: "Enter" });
    expect(send).not.toHaveBeenCalled();
  });

  it("keeps what was typed when it is refused, and says why", async () => {
    const { field, onClose } = ask(async () => {
      throw new Problem({ status: 412, code: "stale" });
    });
    fireEvent.change(field, { target: { value: "已退款" } });
    fireEvent.keyDown(field, { key: "Enter", metaKey: true });
    expect(await screen.findByText(/内容已被他人修改/)).toBeDefined();
    expect(field.value).toBe("已退款");
    expect(onClose).not.toHaveBeenCalled();
  });
});
