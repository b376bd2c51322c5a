// Fills in a page that writes texts, on a telephone's screen, without a network and by keys alone, and gives back what it wrote.
// Usage: node write.mjs JOBS   where JOBS is JSON: [{file, answers: {field: what is typed}}, ...]. One JSON array on stdout.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RUN = { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } };
const MOST = 80; // steps from key to key before a field counts as out of reach
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--lang=sv-SE"],
});
try {
  const results = [];
  for (const job of JSON.parse(process.argv[2])) results.push(await written(job));
  console.log(JSON.stringify(results));
} finally {
  await browser.close();
}

async function written({ file, answers }) {
  const context = await browser.newContext({
    bypassCSP: true, // which would keep axe and outside requests from being seen here
    offline: true, acceptDownloads: true, locale: "sv-SE", viewport: { width: 390, height: 844 }, hasTouch: true,
  });
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (request) => request.url().startsWith("file:") || request.url().startsWith("blob:") || problems.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) problems.push(`${wide} px too wide`);
  for (const [key, value] of Object.entries(answers)) {
    await reach(page, (name) => document.activeElement.dataset.field === name, key);
    await type(page, value);
  }
  await page.reload(); // what was typed must survive that
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((run) => globalThis.axe.run(document, run), RUN);
  problems.push(...violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`));
  const result = await page.evaluate(() => {
    const sections = [...document.querySelectorAll("[data-writes]")];
    const of = (get) => Object.fromEntries(sections.map((one) => [one.dataset.writes, get(one)]));
    const band = document.querySelector("#band");
    return {
      texts: of((one) => one.querySelector("textarea")?.value ?? ""),
      states: of((one) => one.querySelector("[role=status]").textContent),
      links: of((one) => one.querySelector("a")?.getAttribute("href") ?? null),
      band: band.hidden ? null : band.textContent.trim(),
    };
  });
  let [saved, name] = [null, ""];
  if (await page.locator("[data-writes=ics] button").isEnabled()) {
    await reach(page, () => document.activeElement.closest("[data-writes=ics]") !== null);
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    saved = readFileSync(await download.path()).toString("base64");
    name = download.suggestedFilename();
  }
  await context.close();
  return { ...result, saved, name, problems };
}

async function reach(page, test, argument) {
  for (let step = 0; step < MOST; step++) {
    if (await page.evaluate(test, argument)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`out of reach: ${argument}`);
}

async function type(page, value) {
  const sort = await page.evaluate(() => document.activeElement.type);
  const now = () => page.evaluate(() => document.activeElement.value);
  if (sort === "checkbox") await page.keyboard.press("Space");
  else if (sort === "select-one") await choose(page, value);
  else if (sort === "date" || sort === "time") {
    // In the order and the hours of either language that the browser may have.
    for (const keys of sort === "date" ? dayKeys(value) : clockKeys(value)) {
      for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowLeft");
      for (const part of keys) await (part === "ArrowRight" ? page.keyboard.press(part) : page.keyboard.type(part));
      if ((await now()) === value) return;
    }
    throw new Error(`could not be typed: ${value}, ${await now()}`);
  } else await page.keyboard.type(value);
}

async function choose(page, value) {
  for (let step = 0; step < MOST; step++) {
    const label = await page.evaluate(() => document.activeElement.selectedOptions[0].textContent);
    if (label.startsWith(value)) return;
    await page.keyboard.press("ArrowDown");
  }
  throw new Error(`not to be chosen: ${value}`);
}

function dayKeys(value) {
  const [year, month, day] = value.split("-");
  return [[month, day, year], [year, "ArrowRight", month, day]];
}

function clockKeys(value) {
  const [hours, minutes] = value.split(":");
  const half = String(((+hours + 11) % 12) + 1).padStart(2, "0");
  return [[half, minutes, +hours < 12 ? "A" : "P"], [hours, minutes]];
}
