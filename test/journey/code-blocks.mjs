import { readdirSync, readFileSync } from "node:fs";
import { ROOT } from "../lanes/lanes.mjs";

/** Returns the fenced blocks of a Markdown text in one language, in order. */
export function blocksOf(markdown, language) {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map((match) => match[1]);
}

/** Returns the README's text. */
export function readme() {
  return readFileSync(`${ROOT}README.md`, "utf8");
}

/** Returns the README's TypeScript files by the names in their first lines. */
export function readmeFiles() {
  return Object.fromEntries(
    blocksOf(readme(), "ts").map((block) => [/^\/\/ (\S+\.ts)$/m.exec(block)?.[1] ?? "unnamed.ts", block]),
  );
}

/** Returns every example of the sources' documentation comments: where it stands, and its code. */
export function examples() {
  return sources(`${ROOT}src`).flatMap((file) =>
    blocksOf(readFileSync(file, "utf8").replace(/^ \* ?/gm, ""), "ts").map((code) => ({
      file: file.slice(ROOT.length),
      code,
    })),
  );
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? sources(path) : [path];
  });
}
