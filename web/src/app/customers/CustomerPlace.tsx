/** One customer with what other capabilities lay beside them. */
import { CustomerPage } from "@/features/customers/CustomerPage";
import { PrivacyPanel } from "@/features/privacy/PrivacyPanel";
import { VerificationPanel } from "@/features/verification/VerificationPanel";

export function CustomerPlace() {
  return (
    <CustomerPage
      parts={(it) => (
        <>
          {!it.erased_at && <VerificationPanel customerId={it.id} />}
          <PrivacyPanel customerId={it.id} />
        </>
      )}
    />
  );
}
