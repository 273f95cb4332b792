/** What the address says: which endpoint is open. */
export interface WebhooksSearch {
  endpoint?: string;
}

export function readWebhooksSearch(search: Record<string, unknown>): WebhooksSearch {
  return typeof search.endpoint === "string" ? { endpoint: search.endpoint } : {};
}
