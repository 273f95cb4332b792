/** Around a dialog or drawer made with `lazy`: it is fetched when it is first opened, so unopened it costs nothing. */
import { type ReactNode, Suspense, useState } from "react";

/** From the first opening on it stays, so that it also closes in its own way. */
export function Later({ open, children }: { open: boolean; children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  if (open && !opened) setOpened(true);
  return opened && <Suspense fallback={null}>{children}</Suspense>;
}
