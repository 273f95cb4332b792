import { DownOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { api, got } from "@/api/client";
import { sessionQuery } from "@/api/session";
import type { Presence, Session } from "@/api/types";
import { useWords } from "@/ui/words";

const all: Presence[] = ["online", "busy", "on_call", "away", "offline"];

export function PresencePicker({ presence }: { presence: Presence }) {
  const t = useWords("common");
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (next: Presence) => got(api.PUT("/api/v1/me/presence", { body: { presence: next } })),
    onSuccess: (me) =>
      client.setQueryData(
        sessionQuery.queryKey,
        (session: Session | null | undefined) => session && { ...session, me },
      ),
  });
  const label = (p: Presence) => (
    <span className="row gap-sm">
      <span className={`dot dot-${p}`} aria-hidden />
      {t(`presence.${p}`)}
    </span>
  );
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        selectedKeys: [presence],
        items: all.map((p) => ({ key: p, label: label(p) })),
        onClick: ({ key }) => change.mutate(key as Presence),
      }}
    >
      <Button type="text" loading={change.isPending} aria-label={t("presence_label")}>
        {label(presence)}
        <DownOutlined style={{ fontSize: 9 }} aria-hidden />
      </Button>
    </Dropdown>
  );
}
