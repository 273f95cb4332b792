/** One change that waits for a second person: from what to what, who asked, and what the viewer may do. */
import { App, Button, Popconfirm } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { When } from "@/ui/Time";
import { problemText, useWords } from "@/ui/words";
import { type ChangeRequest, useRequestVerbs } from "./requestQueries";

export function useRequestWords() {
  const t = useWords("customers");
  const value = (request: ChangeRequest, text?: string | null) =>
    request.what === "kind" && text ? t(`common:customer_kind.${text}`) : (text ?? "—");
  return (request: ChangeRequest) => {
    const document =
      request.document_kind && t(`document.${request.document_kind}`, { defaultValue: request.document_kind });
    const what = [t(`change_what.${request.what}`), document].filter(Boolean).join(" · ");
    return `${what}：${value(request, request.old)} → ${value(request, request.new)}`;
  };
}

export function RequestVerbs({ it }: { it: ChangeRequest }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const { approve, refuse, withdraw } = useRequestVerbs(it.id);
  const [asked, setAsked] = useState<"approve" | "refuse">();
  const close = () => setAsked(undefined);
  return (
    <span className="row gap-sm">
      {it.may.decide && (
        <>
          <Button size="small" type="primary" onClick={() => setAsked("approve")}>
            {t("approve")}
          </Button>
          <Button size="small" onClick={() => setAsked("refuse")}>
            {t("refuse")}
          </Button>
        </>
      )}
      {it.may.withdraw && (
        <Popconfirm
          title={t("withdraw_change")}
          okText={t("withdraw")}
          cancelText={t("common:cancel")}
          onConfirm={() =>
            withdraw.mutate(undefined, { onError: (error) => message.error(problemText(asProblem(error))) })
          }
        >
          <Button size="small">{t("withdraw")}</Button>
        </Popconfirm>
      )}
      <OpinionDialog
        open={asked === "approve"}
        title={t("approve")}
        label={t("opinion")}
        confirm={t("approve")}
        onSubmit={(opinion) => approve.mutateAsync(opinion)}
        onClose={close}
      />
      <OpinionDialog
        open={asked === "refuse"}
        title={t("refuse")}
        label={t("refuse_reason")}
        required
        danger
        confirm={t("refuse")}
        onSubmit={(opinion) => refuse.mutateAsync(opinion)}
        onClose={close}
      />
    </span>
  );
}

export function RequestLine({ it }: { it: ChangeRequest }) {
  const words = useRequestWords();
  return (
    <div className="file-line">
      <span className="grow">
        {words(it)}{" "}
        <span className="muted small">
          {it.asked_by?.name} <When at={it.asked_at} style="short" />
        </span>
      </span>
      <RequestVerbs it={it} />
    </div>
  );
}
