// Fills in a form as a person would in a browser without a network, and gives back what the page hands over.
// Usage: node fill.mjs JOBS   where JOBS is JSON: [{file, answers: {field: value}, folder}, ...]. One JSON array on stdout.
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { chromium } from "playwright-core";

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
});
try {
  const results = [];
  for (const job of JSON.parse(process.argv[2])) results.push(await filled(job));
  console.log(JSON.stringify(results));
} finally {
  await browser.close();
}

async function filled({ file, answers, folder }) {
  const context = await browser.newContext({ offline: true, acceptDownloads: true, locale: "sv-SE" });
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.goto(pathToFileURL(file).href);
  for (const [key, value] of Object.entries(answers)) await put(page, key, value);
  await page.reload(); // what was typed must survive that
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#save").click()]);
  const saved = join(folder, download.suggestedFilename());
  await download.saveAs(saved);
  await page.locator("#copy").click();
  const text = await page.locator("#text").inputValue();
  await context.close();
  return { saved, text, problems };
}

async function put(page, key, value) {
  const field = page.locator(`[data-field="${key}"]`);
  const tag = await field.evaluate((node) => node.tagName + (node.type === "checkbox" ? "!" : ""));
  if (tag === "FIELDSET") await field.locator(`input[value="${value}"]`).check();
  else if (tag === "SELECT") await field.selectOption(value);
  else if (tag === "INPUT!") await field.setChecked(value === "true");
  else await field.fill(value);
}
