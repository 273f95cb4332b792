import { cleanup, fireEvent, render, renderHook, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { isComposing, keyName, type Shortcut, useShortcuts, useShownShortcuts } from "@/ui/shortcuts";

afterEach(() => {
  cleanup();
  document.body.innerHTML = "";
});

function listen(...shortcuts: Partial<Shortcut>[]) {
  const run = vi.fn();
  const all = shortcuts.map((s) => ({ key: "j", label: "next", run, ...s }));
  return { run, ...renderHook(({ on }) => useShortcuts("list", all, on), { initialProps: { on: true } }) };
}

function put<K extends keyof HTMLElementTagNameMap>(tag: K): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  document.body.append(element);
  return element;
}

describe("a shortcut", () => {
  it("runs when its key is pressed, and the browser does nothing else", () => {
    const { run } = listen({});
    const untouched = fireEvent.keyDown(document.body, { key: "j" });
    expect(run).toHaveBeenCalledOnce();
    expect(untouched).toBe(false);
  });

  it("does not run for another key, or for its own with Alt or Ctrl", () => {
    const { run } = listen({});
    fireEvent.keyDown(document.body, { key: "k" });
    fireEvent.keyDown(document.body, { key: "j", altKey: true });
    fireEvent.keyDown(document.body, { key: "j", ctrlKey: true });
    expect(run).not.toHaveBeenCalled();
  });

  it("does not run while someone writes, unless it is a chord for always", () => {
    const { run } = listen({}, { key: "mod+k", always: true });
    for (const tag of ["input", "textarea", "select"] as const) fireEvent.keyDown(put(tag), { key: "j" });
    expect(run).not.toHaveBeenCalled();
    fireEvent.keyDown(put("input"), { key: "k", ctrlKey: true });
    fireEvent.keyDown(put("input"), { key: "k", metaKey: true });
    expect(run).toHaveBeenCalledTimes(2);
  });

  it("is quiet while a drawer or a dialog is open", () => {
    const { run } = listen({});
    put("div").className = "ant-drawer-open";
    fireEvent.keyDown(document.body, { key: "j" });
    document.body.innerHTML = "";
    const dialog = put("div");
    dialog.className = "ant-modal-wrap";
    fireEvent.keyDown(document.body, { key: "j" });
    expect(run).not.toHaveBeenCalled();
    dialog.setAttribute("style", "display: none");
    fireEvent.keyDown(document.body, { key: "j" });
    expect(run).toHaveBeenCalledOnce();
  });

  it("leaves Enter to the button or link that has the focus", () => {
    const { run } = listen({ key: "Enter" });
    fireEvent.keyDown(put("button"), { key: "Enter" });
    fireEvent.keyDown(put("a"), { key: "Enter" });
    expect(run).not.toHaveBeenCalled();
    fireEvent.keyDown(document.body, { key: "Enter" });
    expect(run).toHaveBeenCalledOnce();
  });

  it("leaves alone what another has answered already", () => {
    const { run } = listen({});
    const area = put("div");
    area.addEventListener("keydown", (event) => event.preventDefault());
    fireEvent.keyDown(area, { key: "j" });
    expect(run).not.toHaveBeenCalled();
  });

  it("ends with its page, or when it is switched off", () => {
    const { run, rerender, unmount } = listen({});
    rerender({ on: false });
    fireEvent.keyDown(document.body, { key: "j" });
    rerender({ on: true });
    unmount();
    fireEvent.keyDown(document.body, { key: "j" });
    expect(run).not.toHaveBeenCalled();
  });
});

describe("while a Chinese input method composes", () => {
  const keys = [{ key: "j" }, { key: "Enter" }, { key: "k", ctrlKey: true }, { key: "Enter", ctrlKey: true }];
  const everything: Partial<Shortcut>[] = [
    { key: "j", always: true },
    { key: "Enter", always: true },
    { key: "mod+k", always: true },
    { key: "mod+Enter", always: true },
  ];

  it("no shortcut runs and Enter does nothing, in a field or outside of one", () => {
    const { run } = listen(...everything);
    for (const target of [put("textarea"), document.body]) {
      fireEvent.compositionStart(target, { data: "" });
      for (const key of keys) fireEvent.keyDown(target, { ...key, isComposing: true });
    }
    expect(run).not.toHaveBeenCalled();
  });

  it("the key that ends a word in Safari counts as part of it, though the composition is over", () => {
    const { run } = listen(...everything);
    const field = put("textarea");
    fireEvent.compositionStart(field, { data: "" });
    fireEvent.compositionUpdate(field, { data: "tuikuan" });
    fireEvent.compositionEnd(field, { data: "退款" });
    for (const key of keys) fireEvent.keyDown(field, { ...key, isComposing: false, keyCode: 229 });
    expect(run).not.toHaveBeenCalled();
  });

  it("the same keys work again once the word is there", () => {
    const { run } = listen(...everything);
    for (const key of keys) fireEvent.keyDown(put("textarea"), { ...key, isComposing: false, keyCode: 13 });
    expect(run).toHaveBeenCalledTimes(keys.length);
  });

  it("is told by the event or by the key code that stands for an unfinished word", () => {
    expect(isComposing({ isComposing: true, keyCode: 74 })).toBe(true);
    expect(isComposing({ isComposing: false, keyCode: 229 })).toBe(true);
    expect(isComposing({ isComposing: false, keyCode: 74 })).toBe(false);
    expect(isComposing({})).toBe(false);
  });
});

describe("the name of a key", () => {
  it("is the same for a capital letter and for Ctrl and Command", () => {
    expect(keyName(new KeyboardEvent("keydown", { key: "J", shiftKey: true }))).toBe("j");
    expect(keyName(new KeyboardEvent("keydown", { key: "K", ctrlKey: true }))).toBe("mod+k");
    expect(keyName(new KeyboardEvent("keydown", { key: "k", metaKey: true }))).toBe("mod+k");
    expect(keyName(new KeyboardEvent("keydown", { key: "Enter" }))).toBe("Enter");
  });
});

function Overlay() {
  return <p>{useShownShortcuts().map(({ group, shortcuts }) => `${group}: ${shortcuts.map((s) => s.label)}`)}</p>;
}

describe("the overlay", () => {
  it("shows what the present page answers to, and no more once it is left", () => {
    render(<Overlay />);
    const { unmount } = listen({}, { key: "k", label: "previous" });
    expect(screen.getByText("list: next,previous")).toBeDefined();
    unmount();
    expect(screen.queryByText(/list/)).toBeNull();
  });
});
