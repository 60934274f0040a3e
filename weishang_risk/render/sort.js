"use strict";
for (const heading of document.querySelectorAll(".batch th")) {
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
    const body = heading.closest("table").tBodies[0];
    body.append(...[...body.rows].sort((a, b) => (falls ? compare(b, a) : compare(a, b))));
  });
}
