import * as v from "valibot";
import type { JsonInput } from "../wire/json.ts";
import { expects, parse } from "./parse.ts";
import { opcardMembers } from "./opcard-members.ts";
import { opcardText } from "./opcard-text.ts";
import { identifier } from "./text.ts";

/** Which disputes are listed. */
export interface ListDisputesInput {
  /** `from_created_at`, as the gateway wants it: no source tells its form. */
  readonly createdFrom?: string | undefined;
  /** `to_created_at`, likewise. */
  readonly createdTo?: string | undefined;
  /** What kind they are of. */
  readonly type?: "dispute" | "disputes-period" | undefined;
  /** How many a page holds. Default 100. */
  readonly pageSize?: 10 | 50 | 100 | undefined;
}

/** A page of disputes. */
export interface DisputePage extends ListDisputesInput {
  readonly page: number;
  readonly pageSize: 10 | 50 | 100;
}

/** Evidence for a dispute. No source tells its members: they are sent as they are given. */
export interface UpdateDisputeInput {
  readonly disputeId: string;
  /** By wire names. A `bigint` is sent as a number of exactly its digits. */
  readonly evidence: { readonly [name: string]: JsonInput };
}

/** A file to be handed in. */
export interface UploadFileInput {
  /** Its name, with the ending. */
  readonly name: string;
  readonly content: Blob;
  /** What else is sent with it, by wire names: no source tells whether anything is. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/** Which files are listed. No source tells what may be asked for: text and whole numbers are sent as they are given. */
export type ListFilesInput = Readonly<Record<string, string | number>>;

/** A page of files. */
export interface FilePage {
  readonly parameters: ListFilesInput;
  readonly cursor?: string | undefined;
}

/** An id in a path: its form no source tells. */
const id = identifier(100);

const pageOf = v.strictObject({
  createdFrom: v.optional(opcardText(40, 1)),
  createdTo: v.optional(opcardText(40, 1)),
  type: v.optional(
    v.picklist(["dispute", "disputes-period"], expects("invalid_field", "must be dispute or disputes-period")),
  ),
  pageSize: v.optional(v.picklist([10, 50, 100], expects("invalid_field", "must be 10, 50 or 100")), 100),
  page: v.number(),
});

const update = v.strictObject({
  disputeId: id,
  evidence: opcardMembers("must be an object of members by their wire names"),
});

const upload = v.strictObject({
  name: opcardText(200, 1),
  content: v.custom<Blob>((value) => value instanceof Blob, expects("invalid_field", "must be a Blob or File")),
  fields: v.optional(v.record(v.string(), v.string(expects("invalid_field", "must be text")))),
});

const filePage = v.strictObject({
  parameters: v.record(
    v.string(),
    v.union(
      [v.string(), v.pipe(v.number(), v.safeInteger())],
      expects("invalid_field", "must be text or a whole number"),
    ),
    expects("invalid_field", "must be an object of parameters"),
  ),
  cursor: v.optional(v.string()),
});

/** Returns which page of disputes is wanted, checked. @throws InputError with the field and the shape of what came. */
export function parseDisputePage(input: unknown): DisputePage {
  return parse(pageOf, input, "input");
}

/** Returns the id of a dispute or file, checked. @throws InputError with the field and the shape of what came. */
export function parseDisputeId(input: unknown): string {
  return parse(id, input, "id");
}

/** Returns evidence, checked. @throws InputError with the field and the shape of what came. */
export function parseUpdateDispute(input: unknown): UpdateDisputeInput {
  return parse(update, input, "input");
}

/** Returns a file, checked. @throws InputError with the field and the shape of what came. */
export function parseUploadFile(input: unknown): UploadFileInput {
  return parse(upload, input, "input");
}

/** Returns which page of files is wanted, checked. @throws InputError with the field and the shape of what came. */
export function parseFilePage(input: unknown): FilePage {
  return parse(filePage, input, "input");
}
