// Sorts a table by the column whose header is pressed; missing values stay last.
for (const table of document.querySelectorAll('table.sortable')) {
  const headers = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  headers.forEach((header, index) => header.querySelector('button').addEventListener('click', () => {
    const numeric = header.classList.contains('number');
    const before = header.getAttribute('aria-sort');
    const descending = before ? before === 'ascending' : numeric;
    headers.forEach(h => h.removeAttribute('aria-sort'));
    header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
    const value = row => {
      const text = row.cells[index].dataset.sort ?? row.cells[index].textContent.trim();
      return numeric ? (text === '' ? NaN : Number(text)) : text;
    };
    const compare = (a, b) => {
      const [x, y] = [value(a), value(b)];
      if (numeric && (isNaN(x) || isNaN(y))) {
        return isNaN(x) - isNaN(y);
      }
      const order = numeric ? x - y : x.localeCompare(y);
      return descending ? -order : order;
    };
    body.append(...[...body.rows].sort(compare));
  }));
}
