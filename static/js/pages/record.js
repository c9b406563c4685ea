// The recording page: rows that save themselves, in a sheet that takes whole blocks of Excel.
import "../behaviours/option-lists.js";
import "../behaviours/grow.js";
import "../behaviours/sum.js";
import "../behaviours/rowtable.js";
import "../behaviours/paste.js";
import "../behaviours/autosave.js";
import "../behaviours/fast-rows.js";
import "../behaviours/similar.js";
