/** A small table as a file that a spreadsheet opens rightly. */

/** A cell that begins like a formula would be carried out by a spreadsheet; an apostrophe keeps it text. Pure. */
export function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** The mark in front tells Excel that it is UTF-8. Pure. */
export const csvOf = (rows: string[][]) => `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;

export function download(name: string, rows: string[][]): void {
  const url = URL.createObjectURL(new Blob([csvOf(rows)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
