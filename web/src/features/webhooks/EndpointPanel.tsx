/** One endpoint: how it stands, what can be done with it, and what was sent to it. */
import { App, Button, Popconfirm } from "antd";
import { asProblem } from "@/api/problem";
import { useHolds } from "@/api/session";
import { Facts } from "@/ui/Fields";
import { Panel } from "@/ui/PageHead";
import { Ago, When } from "@/ui/Time";
import { problemText, useWords } from "@/ui/words";
import { Deliveries } from "./Deliveries";
import { useWebhookVerbs } from "./queries";
import { EndpointTag } from "./Tags";
import type { Endpoint } from "./types";

interface EndpointPanelProps {
  of: Endpoint;
  onEdit: () => void;
  onSecret: (secret: string) => void;
  onGone: () => void;
}

function Buttons({ of, onEdit, onSecret, onGone }: EndpointPanelProps) {
  const t = useWords("webhooks");
  const { message } = App.useApp();
  const verbs = useWebhookVerbs();
  const said = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      message.error(problemText(asProblem(error)));
    }
  };
  const test = () =>
    said(async () => {
      const { state, last_status: status, last_error: error } = await verbs.test.mutateAsync(of.id);
      const answer = status ? `HTTP ${status}` : t(`error.${error}`, { defaultValue: error ?? "" });
      if (state === "sent") message.success(t("test_passed", { answer }));
      else message.error(t("test_failed", { answer }));
    });
  const rotate = () => said(async () => onSecret((await verbs.rotate.mutateAsync(of.id)).secret));
  const remove = () =>
    said(async () => {
      await verbs.remove.mutateAsync(of);
      onGone();
    });
  return (
    <div className="row gap-sm">
      <Button size="small" onClick={test} loading={verbs.test.isPending}>
        {t("test")}
      </Button>
      <Popconfirm title={t("rotate_sure")} description={t("rotate_about")} okText={t("rotate")} onConfirm={rotate}>
        <Button size="small">{t("rotate")}</Button>
      </Popconfirm>
      <Button size="small" onClick={onEdit}>
        {t("common:edit")}
      </Button>
      <Popconfirm title={t("remove_sure")} description={t("remove_about")} okText={t("remove")} onConfirm={remove}>
        <Button size="small" danger>
          {t("remove")}
        </Button>
      </Popconfirm>
    </div>
  );
}

export function EndpointPanel(props: EndpointPanelProps) {
  const t = useWords("webhooks");
  const { of } = props;
  const mayManage = useHolds("webhooks.manage");
  const kinds = of.kinds.map((kind) => t(`audit:type.${kind}`, { defaultValue: kind }));
  return (
    <Panel title={of.name} extra={mayManage && <Buttons {...props} />} flush>
      <div className="pad">
        <Facts
          items={[
            [t("column.state"), <EndpointTag key="state" of={of} />],
            [t("kinds"), kinds.length ? kinds.join(" · ") : t("all_kinds")],
            [t("last_success"), <Ago key="success" at={of.last_success_at} />],
            ...(of.failing_since
              ? [[t("failing_since"), <When key="failing" at={of.failing_since} />] as [string, React.ReactNode]]
              : []),
            ...(of.previous_until
              ? [[t("previous_until"), <When key="previous" at={of.previous_until} />] as [string, React.ReactNode]]
              : []),
          ]}
        />
      </div>
      <Deliveries of={of} />
    </Panel>
  );
}
