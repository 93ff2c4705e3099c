import {
  encryptCard,
  InputError,
  isOceanpaymentError,
  KeyError,
  OceanpaymentError,
  resolveEnvironment,
} from "../../src/index.ts";
import { openCases } from "./case.ts";
import { CARD, KEY_1024 } from "./keys.ts";

export const errorsCases = openCases("errors", {
  "an error has a literal name, a code and the field at fault": async (t) => {
    const error = await t.refuses("invalid_security_code", () =>
      encryptCard({ ...CARD, securityCode: "1" }, KEY_1024.hex),
    );
    t.ok(error instanceof InputError && error instanceof OceanpaymentError && error instanceof Error, "its classes");
    const { name, code, field } = error as InputError;
    t.equal([name, code, field], ["OceanpaymentInputError", "invalid_security_code", "securityCode"]);
  },

  "an error of another copy of the library is told by its name and code": (t) => {
    const copy = Object.assign(new Error("x"), { name: "OceanpaymentKeyError", code: "invalid_key" });
    t.equal(isOceanpaymentError(copy), true);
    t.equal(isOceanpaymentError(new KeyError("invalid_key", "x")), true);
    const others = [new Error("x"), { code: "invalid_key" }, "OceanpaymentKeyError", null, undefined, 7];
    t.equal(
      others.map(isOceanpaymentError),
      others.map(() => false),
    );
  },

  "an error shows the shape of a value, never the value": async (t) => {
    const canary = "CANARY4111111111111111";
    const failures = [
      await t.refuses("invalid_config", () => resolveEnvironment(canary as "sandbox")),
      await t.refuses("invalid_card_number", () => encryptCard({ ...CARD, number: canary }, KEY_1024.hex)),
      await t.refuses("invalid_key", () => encryptCard(CARD, canary)),
      await t.refuses("invalid_argument", () => encryptCard(CARD, KEY_1024.hex, { scheme: canary as "opcse" })),
    ];
    for (const error of failures) {
      const shown = `${String(error)} ${error.stack} ${JSON.stringify(error)} ${JSON.stringify(Object.entries(error))}`;
      t.ok(!shown.includes("CANARY") && !shown.includes("4111"), `${error.name} leaves the value out`);
    }
  },
});
