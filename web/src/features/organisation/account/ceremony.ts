/** What the browser does with a passkey: it makes one, or answers with one. Both sides speak JSON. */
import { Problem } from "@/api/problem";
import type { PasskeyOffered } from "@/api/types";

/** Whether this browser can, at this address: passkeys are bound to the host they are made at. */
export function passkeysWorkAt(host?: string | null): boolean {
  const known = typeof PublicKeyCredential === "function" && "parseCreationOptionsFromJSON" in PublicKeyCredential;
  const here = window.location.hostname;
  // No browser binds one to a bare address.
  const named = !/^[\d.]+$|^\[/.test(here);
  return known && named && window.isSecureContext && (!host || here === host || here.endsWith(`.${host}`));
}

type Options = { publicKey: never };

/** The person closed the browser's question, or nothing fits it: said as one refusal. */
const declined = () => new Problem({ status: 0, code: "passkey_declined" });

export async function makePasskey(offered: PasskeyOffered): Promise<Record<string, never>> {
  const { publicKey } = offered.options as unknown as Options;
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(publicKey);
  return jsonOf(await navigator.credentials.create({ publicKey: options }).catch(() => null));
}

export async function answerWithPasskey(offered: PasskeyOffered): Promise<Record<string, never>> {
  const { publicKey } = offered.options as unknown as Options;
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(publicKey);
  return jsonOf(await navigator.credentials.get({ publicKey: options }).catch(() => null));
}

function jsonOf(credential: Credential | null): Record<string, never> {
  if (!credential) throw declined();
  return (credential as PublicKeyCredential).toJSON() as Record<string, never>;
}
