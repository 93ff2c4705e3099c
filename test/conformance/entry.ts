// What the lanes bundle: the suite as one module without imports, the same bytes for every runtime.
export { encryptCard } from "../../src/index.ts";
export { CARD, KEY_1024 } from "./keys.ts";
export { runSuite } from "./runner.ts";
