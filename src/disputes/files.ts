import type { ApiAnswer } from "../results/api-answer.ts";
import { type CursorPage, readCursor } from "../results/walk-cursor.ts";
import { type JsonObject, objectOf, textOf } from "../results/json-answer.ts";
import type { FilePage, UploadFileInput } from "../schema/dispute-input.ts";
import type { ApiQuestion } from "../wire/api-question.ts";
import type { JsonValue } from "../wire/json.ts";
import { listIn } from "./disputes.ts";

/** A file that was handed in. No source tells its members: they are here as they come. */
export interface DisputeFile {
  /** From the first of `file_id` and `id` that is there (inferred); nothing where none is. */
  readonly fileId?: string;
  readonly fields: JsonObject;
}

/** Returns the question that hands a file in; the name of its form field is an assumption. */
export function buildUploadFile({ name, content, fields = {} }: UploadFileInput, fileField: string): ApiQuestion {
  return { parameters: fields, files: [{ field: fileField, name, content }] };
}

/** Returns the question for a page of the files there are. */
export function buildFilePage({ parameters, cursor }: FilePage, cursorName: string): ApiQuestion {
  return { parameters: { ...parameters, [cursorName]: cursor } };
}

/** Returns the question for one file. */
export function buildGetFile(fileId: string): ApiQuestion {
  return { path: { id: fileId } };
}

/** Returns the file of an answer. */
export function readFile({ data }: ApiAnswer): DisputeFile {
  return toFile(data);
}

/**
 * Returns a page of files; that it leads on by a cursor, as OPCard's lists do, is inferred.
 *
 * @throws ResponseError `unexpected_answer` where the answer holds no list.
 */
export function readFilePage({ data }: ApiAnswer): CursorPage<DisputeFile> {
  return { items: listIn(data).map(toFile), ...readCursor(objectOf(data)) };
}

function toFile(value: JsonValue): DisputeFile {
  const fields = objectOf(value);
  const fileId = textOf(fields.file_id) || textOf(fields.id);
  return { ...(fileId !== "" && { fileId }), fields };
}
