import type { RegisterExport } from "@/api/types";

/** Where the file of a finished export is. */
export const contentOf = (it: RegisterExport) => `/api/v1/exports/${it.id}/content`;

/** Hands the file to the browser. */
export function download(it: RegisterExport) {
  const link = document.createElement("a");
  link.href = contentOf(it);
  link.download = "";
  link.click();
}
