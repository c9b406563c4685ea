/* A block copied from a spreadsheet goes into the [data-paste-cell] fields of a table: down from the field into which it is
   pasted, and to its right. A single text is pasted as usual. What has no field is left out, and the last field filled
   has the focus, so that one sees how far it went. */
for (const table of document.querySelectorAll("table")) {
  table.addEventListener("paste", (event) => {
    const start = event.target.closest("[data-paste-cell]");
    const text = event.clipboardData?.getData("text/plain").replace(/[\r\n]+$/, "") ?? "";
    if (!start || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const fieldsOf = (row) => [...row.querySelectorAll("[data-paste-cell]")];
    const rows = [...table.tBodies[0].rows];
    const [top, left] = [rows.indexOf(start.closest("tr")), fieldsOf(start.closest("tr")).indexOf(start)];
    let last = start;
    text.split(/\r?\n/).forEach((line, down) => {
      const fields = rows[top + down] ? fieldsOf(rows[top + down]).slice(left) : [];
      line.split("\t").forEach((cell, at) => {
        if (!fields[at]) return;
        fields[at].value = cell.trim();
        fields[at].dispatchEvent(new Event("input", { bubbles: true }));
        last = fields[at];
      });
    });
    last.focus();
  });
}
