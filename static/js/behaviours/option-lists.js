/* A select with data-options="areas" gets the options of <template data-options-of="areas">, which the page holds once for
   all its rows; what the server chose stays chosen. Templates of new rows are filled, too. Imported before every module
   that reads or writes the selects. */

function fill(root) {
  for (const select of root.querySelectorAll("select[data-options]")) {
    const list = document.querySelector(`template[data-options-of="${select.dataset.options}"]`);
    const chosen = select.value;
    select.replaceChildren(list.content.cloneNode(true));
    const option = [...select.options].find((one) => one.value === chosen);
    if (option) option.defaultSelected = true;
  }
}

fill(document);
for (const template of document.querySelectorAll("template")) fill(template.content);
