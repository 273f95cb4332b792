import { expect, it } from "vitest";
import type { OrgUnit } from "@/api/types";
import { isMeant } from "@/ui/UnitPicker";

const branch = { name: "河东支行", name_en: "Hedong Branch", code: "BR1", sounds: "hdzh hedongzhihang" } as OrgUnit;

it("a unit is meant by a part of its names, its code or how it sounds", () => {
  for (const typed of ["支行", "hedong b", "br1", "hdzh", "HeDongZhi", " 河东 "])
    expect(isMeant(branch, typed)).toBe(true);
  for (const typed of ["河西", "zhdh"]) expect(isMeant(branch, typed)).toBe(false);
});
