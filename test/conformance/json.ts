import { fromJson } from "../../src/wire/json.ts";
import { openCases } from "./case.ts";

export const jsonCases = openCases("json", {
  "integers beyond 2^53 stay exact text": (t) => {
    t.equal(fromJson('{"id":9007199254740993}'), { id: "9007199254740993" });
    t.equal(fromJson("[123456789012345678901,-9007199254740993]"), ["123456789012345678901", "-9007199254740993"]);
    t.equal(fromJson("9007199254740991"), 9007199254740991, "the largest safe one");
  },

  "text, fractions and small numbers stay what they are": (t) => {
    const text = '{"a":"9007199254740993","b":"\\"9007199254740993","c":1.5,"d":-0.25,"e":1e21,"f":[true,null,{}]}';
    const expected = { a: "9007199254740993", b: '"9007199254740993', c: 1.5, d: -0.25, e: 1e21, f: [true, null, {}] };
    t.equal(fromJson(text), expected);
  },

  "what is no JSON is refused, and never shown": async (t) => {
    for (const text of [
      "",
      "<html>",
      "{",
      "{'a':1}",
      "[1,]",
      "01",
      "NaN",
      "012345678901234567890",
      "--9007199254740993",
    ]) {
      const error = await t.refuses("malformed_json", () => fromJson(text));
      t.ok(!error.message.includes("<html>"), "the message leaves the text out");
    }
  },
});
