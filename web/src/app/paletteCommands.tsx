/** What the palette offers: what was found, what was opened lately, things to do, pages to go to. */
import { SearchOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { holds, useMe } from "@/api/session";
import type { SearchHit } from "@/api/types";
import { HitLine } from "@/features/search/HitLine";
import { destinationOf, keyOf, recentOf, remember } from "@/features/search/places";
import { useSearch } from "@/features/search/queries";
import { useSettled } from "@/ui/settled";
import { useWords } from "@/ui/words";
import { places } from "./places";

export interface Command {
  key: string;
  label: ReactNode;
  hint?: string;
  run: () => void;
}

export interface CommandGroup {
  name: string;
  commands: Command[];
}

const hitsOfEach = 4;

/** Groups of commands for what was typed; and whether the server is still asked, or could not answer. */
export function useCommands(typed: string, open: boolean, composing: boolean) {
  const t = useWords("common");
  const me = useMe();
  const navigate = useNavigate();
  const wanted = typed.trim();
  const settled = useSettled(composing ? "" : wanted, 180);
  const q = composing ? "" : settled;
  const found = useSearch(q, hitsOfEach, open && holds(me, "search.view"));
  const fits = (text: string) => text.toLowerCase().includes(wanted.toLowerCase());

  const ofHit = (hit: SearchHit): Command => ({
    key: keyOf(hit),
    label: <HitLine hit={hit} short />,
    run: () => {
      remember(me.id, hit);
      navigate(destinationOf(hit));
    },
  });
  const groups: CommandGroup[] = [];
  const offer = (name: string, commands: Command[]) => {
    if (commands.length) groups.push({ name, commands });
  };
  if (wanted === "") offer(t("palette.recent"), open ? recentOf(me.id).map(ofHit) : []);
  else if (q !== "")
    for (const { kind, hits } of found.data?.groups ?? []) offer(t(`search:kind.${kind}`), hits.map(ofHit));
  if (wanted !== "" && holds(me, "search.view"))
    offer(t("palette.more"), [
      {
        key: "everything",
        label: (
          <span className="row gap-sm">
            <SearchOutlined aria-hidden />
            {t("palette.everything", { q: wanted })}
          </span>
        ),
        run: () => navigate({ to: "/search", search: { q: wanted.slice(0, 100) } }),
      },
    ]);
  if (holds(me, "cases.open") && fits(t("palette.new_case")))
    offer(t("palette.actions"), [
      {
        key: "new",
        label: t("palette.new_case"),
        run: () => navigate({ to: "/cases", search: { open: "new" } }),
      },
    ]);
  offer(
    t("palette.pages"),
    places
      .filter((p) => holds(me, p.permission) && (fits(t(`place.${p.name}`)) || fits(p.path)))
      .map((p) => ({
        key: p.path,
        label: t("palette.go", { place: t(`place.${p.name}`) }),
        hint: p.path,
        run: () => navigate({ to: p.path }),
      })),
  );
  const waiting = wanted !== "" && !composing && (q !== wanted || found.isFetching);
  return { groups, waiting, failed: q !== "" && found.isError && !found.isFetching };
}
