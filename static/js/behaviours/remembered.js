/* What a person chose about a page, kept by this browser. Where its storage is forbidden or full nothing is kept. */

/* Returns what was kept under the name, or null. */
export function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // the choice holds for this page
  }
}
