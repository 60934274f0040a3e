"use strict";
const table = document.querySelector(".batch");
const body = table.tBodies[0];
for (const heading of table.querySelectorAll("th[data-sorts]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = heading.textContent;
  heading.replaceChildren(button);
  button.addEventListener("click", () => {
    const falls = heading.getAttribute("aria-sort") !== "descending";
    for (const other of heading.parentNode.children) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", falls ? "descending" : "ascending");
    const place = [...heading.parentNode.children].indexOf(heading);
    const key = (row) => row.cells[place].dataset.key ?? row.cells[place].textContent;
    const compare = (a, b) => key(a).localeCompare(key(b), undefined, { numeric: true }) || 0;
    body.append(...[...body.rows].sort((a, b) => (falls ? compare(b, a) : compare(a, b))));
  });
}
const tools = document.querySelector(".tools");
const wanted = tools.querySelector("input");
const levels = [...tools.querySelectorAll("button[data-level]")];
const count = tools.querySelector("output");
const said = new Map([...body.rows].map((row) => [row, row.textContent.toLowerCase()]));
const filter = () => {
  const words = wanted.value.toLowerCase().split(/\s+/).filter(Boolean);
  const on = levels.filter((button) => button.getAttribute("aria-pressed") === "true").map((button) => button.dataset.level);
  let shown = 0;
  for (const [row, text] of said) {
    row.hidden = (on.length > 0 && !on.includes(row.dataset.level)) || !words.every((word) => text.includes(word));
    shown += !row.hidden;
  }
  count.textContent = count.dataset.words.replace("{shown}", shown).replace("{all}", said.size);
};
for (const button of levels) {
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    filter();
  });
}
wanted.addEventListener("input", filter);
tools.hidden = false;
filter();
