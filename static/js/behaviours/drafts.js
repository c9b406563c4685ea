// Where a person's unsent text lies in this browser: under the person, until it is acknowledged or the person logs out.
export const KEPT = "bkkplan:unsent:";

export function store(key, text) {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false; // full, or forbidden
  }
}

export function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    /* nothing was kept there */
  }
}

export function draft(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function keysOf(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}
