import { toDateText } from "../calendar.ts";
import type { GatewayContext } from "../gateway-context.ts";
import { createLongId } from "../ids.ts";
import { INFERRED } from "../inferred.ts";
import type { JsonValue } from "../../wire/json.ts";
import { notFound, opcardAnswer, wrongParameter } from "./api-answers.ts";
import type { ApiSide } from "./api-context.ts";
import type { SandboxUpload } from "./api-request.ts";
import { listKept, readKept } from "./kept.ts";
import { wrongMember } from "./member-checks.ts";
import { answerPage } from "./pages-by-cursor.ts";
import { asApp } from "./tokens.ts";

/** A file as the simulated gateway keeps it: of its content the digest. */
export interface SandboxFile extends SandboxUpload {
  /** 19 digits. */
  readonly fileId: string;
  readonly appKey: string;
  /** What was sent beside it. */
  readonly fields: Readonly<Record<string, JsonValue>>;
  readonly createdAtMs: number;
}

const PREFIX = "opcard/file/";

/** Answers a file's upload: one file, and not an empty one. */
export const uploadFile = asApp(async ({ files, parameters, appKey }, context) => {
  const [sent] = files;
  if (!sent || files.length > 1) return wrongParameter("one file must be sent");
  if (sent.field !== INFERRED.opcard.fileField) return wrongParameter(`${INFERRED.opcard.fileField} is missing`);
  if (sent.name === "" || sent.sizeBytes === 0) return wrongParameter(`${INFERRED.opcard.fileField} is empty`);
  const fileId = `${await createLongId(context)}`;
  const file: SandboxFile = { ...sent, fileId, appKey, fields: parameters, createdAtMs: context.now() };
  await context.api.store.put(PREFIX + fileId, file);
  return opcardAnswer(toJson(file, context));
});

/** Answers the list of files, oldest first. */
export const listFiles = asApp(async (request, context) => {
  const items = (await filesOf(context.api)).filter((file) => file.appKey === request.appKey);
  return answerPage(request, { items, idOf: (file) => file.fileId, toJson: (file) => toJson(file, context) }, context);
});

/** Answers the question for one file. */
export const getFile = asApp(async (request, context) => {
  const wrong = wrongMember(request, {});
  if (wrong) return wrongParameter(wrong);
  const file = await readKept<SandboxFile>(context.api.store, PREFIX + (request.path.id ?? ""));
  return file?.appKey === request.appKey ? opcardAnswer(toJson(file, context)) : notFound("id");
});

/** Returns all files, oldest first. */
export function filesOf({ store }: ApiSide): Promise<readonly SandboxFile[]> {
  return listKept(store, PREFIX);
}

/** How an answer shows a file: no source tells (inferred). */
function toJson(file: SandboxFile, { zoneMs }: GatewayContext) {
  return {
    id: BigInt(file.fileId),
    name: file.name,
    type: file.type,
    size: file.sizeBytes,
    created_at: toDateText(file.createdAtMs, zoneMs),
  };
}
