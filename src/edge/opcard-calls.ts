import {
  buildDisputePage,
  buildGetDispute,
  buildUpdateDispute,
  readDispute,
  readDisputePage,
} from "../disputes/disputes.ts";
import { buildGetFile, buildFilePage, buildUploadFile, readFile, readFilePage } from "../disputes/files.ts";
import type { OpcardAssumptions } from "../opcard/assumptions.ts";
import {
  buildCreateCardholder,
  buildGetCardholder,
  buildUpdateCardholder,
  readCardholder,
  readCardholderPage,
} from "../opcard/cardholders.ts";
import { buildCreateCard, readCard } from "../opcard/cards.ts";
import {
  parseDisputeId,
  parseDisputePage,
  parseFilePage,
  parseUpdateDispute,
  parseUploadFile,
} from "../schema/dispute-input.ts";
import {
  parseCardholderId,
  parseCreateCard,
  parseCreateCardholder,
  parseCursorPage,
  parseUpdateCardholder,
} from "../schema/opcard-input.ts";
import { objectOf } from "../results/json-answer.ts";
import type { OpcardOperationName } from "../wire/api-operations.ts";
import type { ApiCall } from "./api-call.ts";

type OpcardCall<Input, Result> = ApiCall<Input, Result> & { readonly operation: OpcardOperationName };

/** Returns every call of OPCard and disputes: how its input is checked, its question built and its answer read. */
export function createOpcardCalls({ cardholderIdAs, cursorName, disputeListPath, fileField }: OpcardAssumptions) {
  return {
    createCard: call({
      operation: "cards.create",
      parse: parseCreateCard,
      build: (input) => buildCreateCard(input, cardholderIdAs),
      read: readCard,
    }),
    createCardholder: call({
      operation: "cardholders.create",
      parse: parseCreateCardholder,
      build: buildCreateCardholder,
      read: readCardholder,
    }),
    listCardholders: call({
      operation: "cardholders.list",
      parse: parseCursorPage,
      build: ({ cursor }) => ({ parameters: { [cursorName]: cursor } }),
      read: readCardholderPage,
    }),
    getCardholder: call({
      operation: "cardholders.get",
      parse: parseCardholderId,
      build: buildGetCardholder,
      read: readCardholder,
    }),
    updateCardholder: call({
      operation: "cardholders.update",
      parse: parseUpdateCardholder,
      build: buildUpdateCardholder,
      read: ({ data }) => objectOf(data),
    }),
    listDisputes: call({
      operation: disputeListPath === "list" ? "disputes.listShort" : "disputes.list",
      parse: parseDisputePage,
      build: buildDisputePage,
      read: readDisputePage,
    }),
    getDispute: call({
      operation: "disputes.get",
      parse: parseDisputeId,
      build: buildGetDispute,
      read: readDispute,
    }),
    updateDispute: call({
      operation: "disputes.update",
      parse: parseUpdateDispute,
      build: buildUpdateDispute,
      read: readDispute,
    }),
    uploadFile: call({
      operation: "disputes.uploadFile",
      parse: parseUploadFile,
      build: (input) => buildUploadFile(input, fileField),
      read: readFile,
    }),
    listFiles: call({
      operation: "disputes.listFiles",
      parse: parseFilePage,
      build: (input) => buildFilePage(input, cursorName),
      read: readFilePage,
    }),
    getFile: call({ operation: "disputes.getFile", parse: parseDisputeId, build: buildGetFile, read: readFile }),
  } as const;
}

function call<Input, Result>(row: OpcardCall<Input, Result>): OpcardCall<Input, Result> {
  return row;
}
