// Stands in for undici where ofetch's declarations import it: see tsconfig.json.
export {};
