import { cp, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { assert, assertSameNames } from "./checks.mjs";
import { namesOf } from "./imports.mjs";
import { ENTRIES, specifierOf } from "./project.mjs";

/** The ways TypeScript finds a package, by the name of the setting. */
const RESOLUTIONS = {
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  node16: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
};

/** As strict as an application can be, and with no types but the language's and the web's. */
const OPTIONS = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  noEmit: true,
};

/** Errors that say "not found" rather than "wrong": a misuse that fails with one of them proves nothing. */
const NOT_FOUND = new Set([2304, 2305, 2306, 2307, 2459, 2614, 2724, 2882, 7016]);

/** Checks what applications in TypeScript get: types that resolve, hold with no others, and refuse misuse. */
export async function checkTypes({ check, folder, installed }) {
  await checkDeclarations({ check, installed });
  await cp(fileURLToPath(new URL("./types/", import.meta.url)), join(folder, "types"), { recursive: true });
  const sources = new Map();
  for (const [resolution, options] of Object.entries(RESOLUTIONS)) {
    const program = createProgram(folder, { ...OPTIONS, ...options }, sources);
    const errors = ts.getPreEmitDiagnostics(program);
    for (const entry of ENTRIES) await checkEntry({ check, folder, installed, program, errors, resolution, entry });
    await check(`types under ${resolution}: every declaration file holds by itself`, () => {
      const outside = errors.filter((error) => !error.file?.fileName.startsWith(`${slashed(folder)}/types/`));
      assert(outside.length === 0, describe(outside));
    });
    await check(`types under ${resolution}: those of ofetch, valibot and undici are not read`, () => {
      const read = program
        .getSourceFiles()
        .filter(({ fileName }) => /[\\/](ofetch|valibot|undici[\w-]*|@types)[\\/]/.test(fileName));
      assert(read.length === 0, `read ${read.map(({ fileName }) => fileName).join(", ")}`);
    });
  }
}

async function checkDeclarations({ check, installed }) {
  const files = (await readdir(join(installed, "dist"), { recursive: true })).filter((name) => name.endsWith(".d.mts"));
  await check("no declaration file names ofetch, valibot, undici or Node's types", async () => {
    assert(files.length >= ENTRIES.length, `only ${files.length} declaration files`);
    for (const name of files) {
      const text = await readFile(join(installed, "dist", name), "utf8");
      const found = /\b(ofetch|valibot|undici)\b|["']node:|NodeJS\.|\bBuffer\b|reference types/.exec(text);
      assert(found === null, `${name} names ${found?.[0]}`);
    }
    return `${files.length} files`;
  });
}

async function checkEntry({ check, folder, installed, program, errors, resolution, entry }) {
  const specifier = specifierOf(entry);
  const errorsOf = (name) => errors.filter((error) => error.file && basename(error.file.fileName) === name);
  await check(`types under ${resolution}: ${specifier} is used as it is meant`, () => {
    const found = errorsOf(`${entry}.ts`);
    assert(found.length === 0, describe(found));
  });
  await check(`types under ${resolution}: each misuse of ${specifier} is refused`, () =>
    assertMisuse(errorsOf(`${entry}-misuse.ts`), folder, entry),
  );
  await check(`types under ${resolution}: ${specifier} declares the names it exports`, async () => {
    assertSameNames(declaredNames(program, installed, entry), await namesOf(installed, entry));
  });
}

/** In a misuse file every statement after the imports must fail. */
async function assertMisuse(errors, folder, entry) {
  const file = join(folder, "types", `${entry}-misuse.ts`);
  const source = ts.createSourceFile(file, await readFile(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const statements = source.statements.filter((statement) => !ts.isImportDeclaration(statement));
  assert(statements.length > 0, "it has no misuse");
  const lost = errors.filter((error) => NOT_FOUND.has(error.code));
  assert(lost.length === 0, describe(lost));
  for (const statement of statements) {
    const hit = errors.some(({ start = -1 }) => start >= statement.getStart() && start < statement.end);
    assert(hit, `compiled: ${statement.getText()}`);
  }
  return `${statements.length} misuses`;
}

function declaredNames(program, installed, entry) {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(slashed(join(installed, "dist", `${entry}.d.mts`)));
  assert(file !== undefined, "its declaration file was not read");
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(file));
  return symbols.filter((symbol) => isValue(checker, symbol)).map(({ name }) => name);
}

function isValue(checker, symbol) {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return (target.flags & ts.SymbolFlags.Value) !== 0;
}

/** The language's own declaration files are parsed once for all programs. */
function createProgram(folder, options, sources) {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getCurrentDirectory = () => folder;
  host.getSourceFile = (name, ...rest) => {
    if (!/[\\/]lib\.[\w.]+\.d\.ts$/.test(name)) return read(name, ...rest);
    if (!sources.has(name)) sources.set(name, read(name, ...rest));
    return sources.get(name);
  };
  const files = ENTRIES.flatMap((entry) => [`${entry}.ts`, `${entry}-misuse.ts`]).map((name) =>
    join(folder, "types", name),
  );
  return ts.createProgram(files, options, host);
}

function describe(errors) {
  const lines = errors.map((error) => {
    const where = error.file ? `${basename(error.file.fileName)}: ` : "";
    return `${where}TS${error.code} ${ts.flattenDiagnosticMessageText(error.messageText, " ")}`;
  });
  return lines.slice(0, 5).join(" | ");
}

function slashed(path) {
  return path.replaceAll("\\", "/");
}
