/** Webhooks as the server answers them. */
import type { components } from "@/api/schema";

type Schema = components["schemas"];

export type Endpoint = Schema["WebhookEndpoint"];
export type EndpointInput = Schema["NewWebhookEndpoint"];
export type Delivery = Schema["WebhookDelivery"];
export type Attempt = Schema["WebhookAttempt"];

export const deliveryStates = ["pending", "sent", "failed"] as const;
export type DeliveryState = (typeof deliveryStates)[number];
