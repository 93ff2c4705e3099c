import { toHex } from "../../bytes/hex.ts";
import { randomBytes } from "../../bytes/random.ts";
import type { EnvironmentName } from "../../environment.ts";
import type { JsonInput } from "../../wire/json.ts";
import { type Answer, exactJsonAnswer } from "../answers.ts";
import { INFERRED } from "../inferred.ts";

type JsonMembers = Readonly<Record<string, JsonInput>>;

/** Returns OPCard's answer of success: code `200` (stated, protocol.md §7). `top` stands beside the code. */
export function opcardAnswer(data: JsonInput, top: JsonMembers = {}): Answer {
  return exactJsonAnswer({ code: "200", msg: "Success", trace_id: traceId(), data, ...top });
}

/** Returns OPCard's refusal. */
export function opcardRefusal(code: string, msg: string, status?: number): Answer {
  return exactJsonAnswer({ code, msg, trace_id: traceId(), data: null }, status);
}

/** Returns OPCard's refusal of a parameter. */
export function wrongParameter(msg: string): Answer {
  return opcardRefusal(INFERRED.opcard.codes.parameter, msg);
}

/** Returns OPCard's refusal of an id that nothing has. */
export function notFound(name: string): Answer {
  return opcardRefusal(INFERRED.opcard.codes.notFound, `${name} is not found`);
}

/** Returns OPCCOUNT's answer of success: code `000` (stated, protocol.md §8). */
export function opccountAnswer(data: JsonInput): Answer {
  return exactJsonAnswer({ msg: "Success", code: "000", data });
}

/** Returns OPCCOUNT's refusal. */
export function opccountRefusal(code: string, msg: string): Answer {
  return exactJsonAnswer({ msg, code, data: null });
}

/** Returns code and text of a refusal of the other environment's credentials. */
export function foreignRefusal(environment: EnvironmentName): readonly [code: string, msg: string] {
  const other = environment === "sandbox" ? "production" : "sandbox";
  return [INFERRED.foreign[environment], `These credentials are of ${other}`];
}

function traceId(): string {
  return toHex(randomBytes(16));
}
