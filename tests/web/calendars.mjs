// Reads calendar files as two programs' libraries do: ical.js, which is Thunderbird's, and node-ical.
// Usage: node calendars.mjs FILE...   One JSON object on stdout: for each library a list of calendars, one for each file.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

const MOST = 100; // occasions of an event that comes back for ever
const ALWAYS = { from: new Date("1990-01-01"), to: new Date("2090-01-01") };
const instant = (date) => date.toISOString().replace(".000Z", "Z");
const list = (value) => (value === undefined ? [] : [value].flat());

function byIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const when = (time) => (time.isDate ? time.toString() : instant(time.toJSDate()));
  const person = (property) => ({ name: property.getParameter("cn"), address: property.getFirstValue() });
  const told = ({ item, startDate, endDate }) => ({
    uid: item.uid,
    title: item.summary,
    place: item.location,
    text: item.description,
    begins: when(startDate),
    ends: when(endDate),
    status: item.component.getFirstPropertyValue("status"),
    sequence: item.sequence ?? 0,
    organizer: person(item.component.getFirstProperty("organizer")),
    attendees: item.attendees.map(person),
    links: item.component.getAllProperties("attach").map((link) => link.getFirstValue()),
    alarms: item.component.getAllSubcomponents("valarm").map((alarm) => alarm.getFirstPropertyValue("trigger").toSeconds() / 60),
  });
  const occasions = [];
  for (const component of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(component);
    if (event.isRecurrenceException()) continue; // ical.js finds it from the event that it belongs to
    if (!event.isRecurring()) occasions.push(told({ item: event, startDate: event.startDate, endDate: event.endDate }));
    else {
      const series = event.iterator();
      for (let time = series.next(), n = 0; time && n < MOST; time = series.next(), n++)
        occasions.push(told(event.getOccurrenceDetails(time)));
    }
  }
  return { method: calendar.getFirstPropertyValue("method"), name: calendar.getFirstPropertyValue("name"), occasions };
}

function byNodeIcal(text) {
  const read = nodeIcal.sync.parseICS(text);
  const day = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  const person = ({ val, params }) => ({ name: params.CN, address: val });
  const told = ({ event, start, end, isFullDay }) => ({
    uid: event.uid,
    title: event.summary,
    place: event.location ?? null,
    text: event.description ?? null,
    begins: isFullDay ? day(start) : instant(start),
    ends: isFullDay ? day(end) : instant(end),
    status: event.status,
    sequence: Number(event.sequence ?? 0),
    organizer: person(event.organizer),
    attendees: list(event.attendee).map(person),
    links: list(event.attach).map((link) => link.val ?? link),
    alarms: list(event.alarms).map((alarm) => -Number(/^-PT(\d+)M$/.exec(alarm.trigger)[1])),
  });
  const events = Object.values(read).filter(({ type }) => type === "VEVENT");
  const occasions = events.flatMap((event) => nodeIcal.expandRecurringEvent(event, ALWAYS).slice(0, MOST).map(told));
  return { method: read.vcalendar.method, name: read.vcalendar.name ?? null, occasions };
}

const texts = process.argv.slice(2).map((file) => readFileSync(file, "utf8"));
console.log(JSON.stringify({ "ical.js": texts.map(byIcalJs), "node-ical": texts.map(byNodeIcal) }));
