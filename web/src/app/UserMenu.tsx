import { BellOutlined, LogoutOutlined, PoweroffOutlined, UserOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App, Button, Dropdown } from "antd";
import { api, rememberCsrf } from "@/api/client";
import { sessionQuery, useMe } from "@/api/session";
import { useName, useWords } from "@/ui/words";

export function UserMenu() {
  const t = useWords("common");
  const me = useMe();
  const nameOf = useName();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const signOut = useMutation({
    mutationFn: async (everywhere: boolean) => {
      await (everywhere ? api.DELETE("/api/v1/sessions") : api.DELETE("/api/v1/sessions/current"));
    },
    onSettled: () => {
      rememberCsrf("");
      navigate({ to: "/" });
      client.setQueryData(sessionQuery.queryKey, null);
    },
  });
  const everywhere = () =>
    modal.confirm({
      title: t("sign_out_everywhere"),
      content: t("sign_out_everywhere_text"),
      okText: t("sign_out_everywhere"),
      cancelText: t("cancel"),
      onOk: () => signOut.mutateAsync(true),
    });
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          {
            key: "who",
            type: "group",
            label: (
              <div>
                <div className="strong">{me.name}</div>
                <div className="small">{nameOf(me.unit)}</div>
                <div className="small">{me.roles.map((r) => t(`role.${r}`)).join(t("list_comma"))}</div>
              </div>
            ),
          },
          { type: "divider" },
          {
            key: "account",
            icon: <UserOutlined aria-hidden />,
            label: t("my_account"),
            onClick: () => navigate({ to: "/account" }),
          },
          {
            key: "notifications",
            icon: <BellOutlined aria-hidden />,
            label: t("notification_preferences"),
            onClick: () => navigate({ to: "/notifications/preferences" }),
          },
          {
            key: "out",
            icon: <LogoutOutlined aria-hidden />,
            label: t("sign_out"),
            onClick: () => signOut.mutate(false),
          },
          { key: "all", icon: <PoweroffOutlined aria-hidden />, label: t("sign_out_everywhere"), onClick: everywhere },
        ],
      }}
    >
      <Button type="text" aria-label={t("user_menu")}>
        <span className="initial" aria-hidden>
          {me.name.slice(0, 1)}
        </span>
        {me.name}
      </Button>
    </Dropdown>
  );
}
