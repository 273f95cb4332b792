import { describe, expect, it } from "vitest";
import type { Colleague } from "@/api/types";
import {
  beingNamed,
  labelOf,
  mentionedIn,
  namesToLookUp,
  pieces,
  recognised,
  withMention,
} from "@/features/cases/mentions";
import { namedIn } from "@/features/cases/NoteText";

const unit = (name: string) => ({ id: `unt_${name}`, name, name_en: name });
const one = (id: string, name: string, where = "客服中心"): Colleague => ({ id, name, unit: unit(where) });
const zhang = { id: "1", label: "张三" };
const zhangFeng = { id: "2", label: "张三丰" };

describe("what is being named", () => {
  it("is what stands between an @ and the cursor, full width too", () => {
    expect(beingNamed("请@张", 3)).toEqual({ from: 1, typed: "张" });
    expect(beingNamed("请＠zs 看", 4)).toEqual({ from: 1, typed: "zs" });
    expect(beingNamed("@", 1)).toEqual({ from: 0, typed: "" });
  });
  it("is nobody in an address of mail, after a space, or long after the @", () => {
    expect(beingNamed("mail a@bank.com", 10)).toBeUndefined();
    expect(beingNamed("@张三 看", 5)).toBeUndefined();
    expect(beingNamed("没有", 2)).toBeUndefined();
    expect(beingNamed(`@${"长".repeat(21)}`, 22)).toBeUndefined();
  });
  it("is the one before the cursor, not the one behind it", () => {
    expect(beingNamed("@李 @张", 2)).toEqual({ from: 0, typed: "李" });
  });
});

describe("a chosen name", () => {
  it("takes the place of what was typed, and one goes on behind it", () => {
    expect(withMention("请@zs看", 1, 4, "张三")).toEqual({ text: "请@张三 看", at: 5 });
    expect(withMention("请@zs 看", 1, 4, "张三")).toEqual({ text: "请@张三 看", at: 5 });
  });
  it("says the unit once another of the same name is in the text", () => {
    expect(labelOf(one("3", "张三", "零售部"), [zhang])).toBe("张三（零售部）");
    expect(labelOf(one("1", "张三"), [zhang])).toBe("张三");
  });
});

describe("whom a text names", () => {
  it("are those whose name still stands in it, each once", () => {
    expect(mentionedIn("请@张三 和@张三 看", [zhang, zhangFeng]).map((each) => each.id)).toEqual(["1"]);
    expect(mentionedIn("请张三看", [zhang])).toEqual([]);
    expect(mentionedIn("＠张三丰", [zhang, zhangFeng])).toEqual([zhangFeng]);
  });
  it("is not somebody whose Latin name only begins a longer one", () => {
    expect(mentionedIn("@Anna", [{ id: "1", label: "Ann" }])).toEqual([]);
    expect(mentionedIn("@Ann请看", [{ id: "1", label: "Ann" }])).toHaveLength(1);
  });
  it("are found again by their whole name, as in a draft from another machine", () => {
    const text = "请@张三 看，@Li Na: 和 a@张三";
    expect(namesToLookUp(text, [])).toEqual(["张三", "Li"]);
    const people = [one("1", "张三"), one("2", "张三丰"), one("4", "Li Na"), one("1", "张三")];
    expect(recognised(text, [], people).map((each) => each.id)).toEqual(["1", "4"]);
    expect(recognised("@张三请看", [], people)).toEqual([]);
  });
  it("is none of several of one name, until the unit is said", () => {
    const people = [one("1", "王伟"), one("2", "王伟", "零售部")];
    expect(recognised("@王伟 看", [], people)).toEqual([]);
    expect(recognised("@王伟（零售部） 看", [], people).map((each) => each.id)).toEqual(["2"]);
  });
  it("need not be looked up when they were chosen", () => {
    expect(namesToLookUp("@张三 @李四", [zhang])).toEqual(["李四"]);
  });
});

describe("a note in the timeline", () => {
  it("marks the names of those it mentions and nothing else", () => {
    const entry = {
      people: [
        { id: "1", name: "张三" },
        { id: "9", name: "经理" },
      ],
      details: { mentions: ["1"] },
    };
    expect(pieces("请@张三 看，@经理 不用", namedIn(entry))).toEqual([
      { text: "请" },
      { text: "@张三", id: "1" },
      { text: " 看，@经理 不用" },
    ]);
    expect(pieces("没有", [])).toEqual([{ text: "没有" }]);
  });
});
