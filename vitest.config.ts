import { defineConfig } from "vitest/config";

export default defineConfig({
  // No file leaves anything behind in the process, so all share it: loading fast-check once, not per file, is most of the time.
  test: { environment: "node", include: ["test/unit/**/*.test.ts"], testTimeout: 20_000, isolate: false },
});
