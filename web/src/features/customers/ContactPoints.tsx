import { MoreOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Form, Input, Select, Tag, Tooltip } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import type { ContactKind, ContactPoint, Customer } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { When } from "@/ui/Time";
import { problemText, useWords } from "@/ui/words";
import { AddressFields, CountryField, contactKinds } from "./ContactFields";
import { type ContactInput, useEditCustomer } from "./queries";
import type { Revealed } from "./reveals";

const known = ["call_back", "code", "in_person", "reply"] as const;
const lost = ["returned", "not_in_service", "wrong_person"] as const;

/** Whether it reaches the customer, how that was found, by whom and when. */
function Verification({ of }: { of: ContactPoint }) {
  const t = useWords("customers");
  const label = t(`verification.${of.verification}`);
  if (of.verification === "unverified") return <span className="muted small">{label}</span>;
  const how = of.verified_how && t(`verified_how.${of.verified_how}`);
  return (
    <Tooltip
      title={
        <>
          {[how, of.verified_by?.name].filter(Boolean).join(" · ")} <When at={of.verified_at} />
        </>
      }
    >
      <Tag color={of.verification === "verified" ? "green" : "red"} className="tag">
        {label}
      </Tag>
    </Tooltip>
  );
}

function PointMenu({ it, point }: { it: Customer; point: ContactPoint }) {
  const t = useWords("customers");
  const { message, modal } = App.useApp();
  const { removeContact, verifyContact } = useEditCustomer(it);
  const told = { onError: (error: unknown) => message.error(problemText(asProblem(error))) };
  const say = (state: "verified" | "bounced", how: (typeof known | typeof lost)[number]) => ({
    key: how,
    label: t(`verified_how.${how}`),
    onClick: () => verifyContact.mutate({ id: point.id, body: { state, how } }, told),
  });
  const remove = () =>
    modal.confirm({
      title: t("remove_contact"),
      okText: t("remove"),
      cancelText: t("common:cancel"),
      onOk: () => removeContact.mutate(point.id, told),
    });
  const items = [
    { key: "verified", label: t("mark_verified"), children: known.map((how) => say("verified", how)) },
    { key: "bounced", label: t("mark_bounced"), children: lost.map((how) => say("bounced", how)) },
    { key: "remove", label: t("remove"), danger: true, onClick: remove },
  ];
  return (
    <Dropdown menu={{ items }} trigger={["click"]}>
      <Button
        type="text"
        size="small"
        icon={<MoreOutlined aria-hidden />}
        aria-label={t("more_for", { what: point.value })}
      />
    </Dropdown>
  );
}

export function ContactPoints({ it, shown }: { it: Customer; shown?: Revealed }) {
  const t = useWords("customers");
  const { addContact } = useEditCustomer(it);
  const [adding, setAdding] = useState(false);
  return (
    <div>
      {!it.contact_points.length && <div className="muted">{t("no_contacts")}</div>}
      {it.contact_points.map((cp) => (
        <div key={cp.id} className="file-line">
          <span className="muted" style={{ width: 56 }}>
            {t(`common:contact_kind.${cp.kind}`)}
          </span>
          <span className={shown ? "grow num" : "grow num cut"}>
            {shown?.contact_points.find((clear) => clear.id === cp.id)?.value ?? cp.value}
          </span>
          {cp.preferred && <Tag className="tag">{t("preferred")}</Tag>}
          <Verification of={cp} />
          {it.may.edit && <PointMenu it={it} point={cp} />}
        </div>
      ))}
      {it.may.edit && (
        <Button
          size="small"
          icon={<PlusOutlined aria-hidden />}
          style={{ marginTop: 6 }}
          onClick={() => setAdding(true)}
        >
          {t("add_contact")}
        </Button>
      )}
      <FormDrawer<ContactInput>
        open={adding}
        title={t("add_contact")}
        submit={t("common:save")}
        initial={{ kind: "phone" }}
        onSubmit={(values) => addContact.mutateAsync(values)}
        onClose={() => setAdding(false)}
      >
        {(form) => <NewPoint kind={() => form.getFieldValue("kind") as ContactKind} />}
      </FormDrawer>
    </div>
  );
}

function NewPoint({ kind }: { kind: () => ContactKind }) {
  const t = useWords("customers");
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];
  return (
    <>
      <Form.Item name="kind" label={t("kind")}>
        <Select options={contactKinds.map((k) => ({ value: k, label: t(`common:contact_kind.${k}`) }))} />
      </Form.Item>
      <Form.Item noStyle dependencies={["kind"]}>
        {() =>
          kind() === "address" ? (
            <AddressFields at={["address"]} />
          ) : (
            <>
              {kind() === "phone" && <CountryField name="country" />}
              <Form.Item name="value" label={t("contact")} rules={needed}>
                <Input maxLength={300} autoComplete="off" />
              </Form.Item>
            </>
          )
        }
      </Form.Item>
    </>
  );
}
