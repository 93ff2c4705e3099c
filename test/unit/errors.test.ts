import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  InputError,
  isOceanpaymentError,
  KeyError,
  OceanpaymentError,
  ResponseError,
  shapeOf,
  SignatureError,
  TransportError,
} from "../../src/errors.ts";

const order = { account: "995378", terminal: "99537801", orderNumber: "A-1" };
const classes = [
  ["OceanpaymentInputError", new InputError("missing_field", "m", { field: "x" })],
  ["OceanpaymentKeyError", new KeyError("invalid_key", "m", { field: "x" })],
  ["OceanpaymentSignatureError", new SignatureError("invalid_signature", "m", { field: "x" })],
  ["OceanpaymentTransportError", new TransportError("timeout", "m", { field: "x", outcome: "unknown", order })],
  [
    "OceanpaymentResponseError",
    new ResponseError("gateway_refused", "m", { field: "x", gatewayCode: "20013", status: 200 }),
  ],
] as const;

describe.each(classes)("%s", (name, error) => {
  test("is an Error of its own class, and of the base", () => {
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(OceanpaymentError);
    expect(classes.filter(([, other]) => error instanceof other.constructor).map(([found]) => found)).toEqual([name]);
    expect(isOceanpaymentError(error)).toBe(true);
  });

  test("prints its name and message; the name is a literal, not the class's", () => {
    expect(error.name).toBe(name);
    expect(String(error)).toBe(`${name}: m`);
    expect(Object.keys(error)).toEqual(expect.arrayContaining(["name", "code"]));
    expect(inspect(error)).toContain(`code: '${error.code}'`);
  });

  test("survives as JSON and as a copy by structure", () => {
    const json = JSON.parse(JSON.stringify(error)) as Record<string, unknown>;
    expect(json).toMatchObject({ name, code: error.code, field: "x" });
    expect(isOceanpaymentError(json)).toBe(true);
    expect(json).not.toHaveProperty("stack");
  });
});

test("details that are not given are not there", () => {
  const bare = new TransportError("aborted", "m", { field: undefined, outcome: undefined });
  expect(JSON.parse(JSON.stringify(bare))).toEqual({ name: "OceanpaymentTransportError", code: "aborted" });
  expect(bare.field).toBeUndefined();
  expect(bare.cause).toBeUndefined();
});

test("details are what was given", () => {
  const error = new TransportError("http_status", "m", {
    outcome: "unknown",
    order,
    status: 503,
    gatewayCode: "20061",
  });
  expect(error).toMatchObject({ outcome: "unknown", order, status: 503, gatewayCode: "20061", code: "http_status" });
});

describe("isOceanpaymentError", () => {
  test("knows errors of another copy of the package, by name and code", () => {
    const other = Object.assign(new Error("m"), { name: "OceanpaymentKeyError", code: "invalid_key" });
    expect(isOceanpaymentError(other)).toBe(true);
  });

  test.each([
    [undefined],
    [null],
    ["OceanpaymentError"],
    [5],
    [{}],
    [new Error("OceanpaymentError")],
    [Object.assign(new Error("m"), { code: "timeout" })],
    [Object.assign(new Error("m"), { name: "OceanpaymentError" })],
    [Object.assign(new Error("m"), { name: "OceanpaymentError", code: 5 })],
    [Object.assign(new Error("m"), { name: "MyOceanpaymentError", code: "x" })],
    [new TypeError("m")],
    [() => undefined],
  ])("%o is none", (value) => expect(isOceanpaymentError(value)).toBe(false));
});

test.each([
  [undefined, "nothing"],
  [null, "nothing"],
  ["", "text of length 0"],
  ["4111111111111111", "text of length 16"],
  [4111111111111111, "a number"],
  [Number.NaN, "a number"],
  [5n, "a bigint"],
  [true, "a boolean"],
  [Symbol("secret"), "a symbol"],
  [() => "secret", "a function"],
  [["secret"], "a list"],
  [{ secret: 1 }, "an object"],
  [new Uint8Array(3), "bytes of length 3"],
  [Buffer.from("secret"), "bytes of length 6"],
  [new String("secret"), "an object"],
])("shapeOf %o is %s", (value, shape) => expect(shapeOf(value)).toBe(shape));
