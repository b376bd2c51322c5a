// Judges Word documents by the rules of the Open XML SDK, which are Word's own. The runtime starts once for all of them.
// Usage: node openxml.mjs FILE...   One JSON array on stdout, one entry for each fault.
import { readFileSync } from "node:fs";
import validate from "@ooxml-tools/validate";

const faults = [];
for (const file of process.argv.slice(2)) {
  const found = await validate(new Uint8Array(readFileSync(file)), "docx", "Microsoft365");
  for (const { description, path } of found) faults.push({ file, part: path.partUri, place: path.xpath, description });
}
console.log(JSON.stringify(faults));
