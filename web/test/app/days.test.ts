import { expect, test } from "vitest";
import { lineOf, ticksOf } from "@/app/home/days";

test("the ticks are round and reach over the largest figure", () => {
  expect(ticksOf(0)).toEqual([0, 1]);
  expect(ticksOf(4)).toEqual([0, 1, 2, 3, 4]);
  expect(ticksOf(37)).toEqual([0, 10, 20, 30, 40]);
  expect(ticksOf(100)).toEqual([0, 20, 40, 60, 80, 100]);
});

test("a line goes through the middle of each day", () => {
  expect(lineOf([0, 10], 10)).toBe("25,100 75,0");
});
