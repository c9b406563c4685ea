// What every page has. A behaviour hangs on a data attribute; each page works without it.
import "./behaviours/menu.js";
import "./behaviours/dialog.js";
import "./behaviours/submit-once.js";
import "./behaviours/copy.js";
import "./behaviours/dirty.js";
import "./behaviours/print.js";
import "./behaviours/dismiss.js";
import "./behaviours/focus.js";
import "./behaviours/forget-drafts.js";
import "./behaviours/keep-form.js";
import "./behaviours/mended.js";
import "./behaviours/calendar.js";
import "./behaviours/progress.js";
import "./behaviours/search-key.js";
import "./behaviours/palette.js";
