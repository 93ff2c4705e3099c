import * as v from "valibot";
import type { JsonInput } from "../wire/json.ts";
import { opcardMembers } from "./opcard-members.ts";
import { expects, parse } from "./parse.ts";
import { text } from "./text.ts";

/** A call that no public source shows. */
export interface OpcardRequest {
  /** Default `"GET"`; with `parameters` given and no method, `"POST"`. */
  readonly method?: "GET" | "POST" | undefined;
  /** A POST's JSON, or a GET's query. A `bigint` is sent as a number of exactly its digits. */
  readonly parameters?: { readonly [name: string]: JsonInput } | undefined;
  /** Whether it may be repeated after a failure that may pass. Default `"query"` for a GET, `"change"` for a POST. */
  readonly effect?: "query" | "change" | undefined;
}

/** A checked request. */
export interface CheckedOpcardRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly parameters: { readonly [name: string]: JsonInput };
  readonly effect: "query" | "change";
}

const PATH_EXPECTED = "must be a path such as /card-api/v1/cards/1/freeze, without a query";

const path = v.pipe(
  text(PATH_EXPECTED),
  v.check((value) => isPath(value), expects("invalid_field", PATH_EXPECTED)),
);

const request = v.strictObject({
  method: v.optional(v.picklist(["GET", "POST"], expects("invalid_field", "must be GET or POST"))),
  parameters: v.optional(opcardMembers("must be an object of parameters")),
  effect: v.optional(v.picklist(["query", "change"], expects("invalid_field", "must be query or change"))),
});

/** Returns a request, checked. @throws InputError with the field and the shape of what came. */
export function parseOpcardRequest(givenPath: unknown, given: unknown): CheckedOpcardRequest {
  const checkedPath = parse(path, givenPath, "path");
  const { parameters, ...rest } = parse(request, given ?? {}, "request");
  const { method = parameters ? "POST" : "GET" } = rest;
  const { effect = method === "GET" ? "query" : "change" } = rest;
  return { method, path: checkedPath, parameters: parameters ?? {}, effect };
}

/** A path that stands as it is: what an address would read otherwise, such as `//host` or `..`, is none. */
function isPath(value: string): boolean {
  if (!/^\/[\w!$%&'()*+,.:;=@~-]/.test(value) || /[?#\\{}]/.test(value) || value.length > 500) return false;
  return new URL(value, "https://host.invalid").pathname === value;
}
