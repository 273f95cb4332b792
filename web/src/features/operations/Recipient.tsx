/** Who does not get it: a colleague by name, a customer behind a link, and the masked address. */
import { Link } from "@tanstack/react-router";
import { useHolds } from "@/api/session";
import { useWords } from "@/ui/words";
import { useStaffName } from "./queries";

export function Recipient({ id, address }: { id?: string | null; address: string }) {
  const t = useWords("operations");
  const name = useStaffName(id?.startsWith("stf_") ? id : undefined);
  const seesCustomers = useHolds("customers.view");
  return (
    <div>
      {name && <div className="strong">{name}</div>}
      {id?.startsWith("cus_") &&
        (seesCustomers ? (
          <Link to="/customers/$id" params={{ id }}>
            {t("the_customer")}
          </Link>
        ) : (
          <div>{t("the_customer")}</div>
        ))}
      <span className={name || id ? "small muted" : undefined}>{address}</span>
    </div>
  );
}
