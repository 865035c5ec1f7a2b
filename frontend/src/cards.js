// Lists are cards on a phone (gridward.css, .as-cards): each value bears the word of its column, which stands in no head there.
export const label = () => {
  for (const table of document.querySelectorAll("table.as-cards:not([data-labelled])")) {
    const heads = [...table.tHead.rows[0].cells];
    if (!heads.some((head) => head.textContent.trim())) continue;
    table.dataset.labelled = "";
    for (const row of table.tBodies[0].rows) {
      if (row.cells.length !== heads.length) continue;
      heads.forEach((head, n) => {
        const cell = row.cells[n];
        const word = head.textContent.trim();
        if (word && !cell.querySelector("form, button, .btn") && cell.textContent.trim()) cell.dataset.label = word;
      });
    }
  }
};
