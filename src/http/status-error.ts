import { type ErrorDetails, TransportError } from "../errors.ts";

/** Returns the error of an answer with a status that is no success. What became of the request is unknown. */
export function toStatusError(status: number, details: ErrorDetails): TransportError {
  return new TransportError("http_status", `the gateway answered with HTTP status ${status}`, {
    ...details,
    status,
    outcome: "unknown",
  });
}
