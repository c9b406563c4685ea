// What a visitor's page has. When files are collected, these come in one (core/bundling.py).
import "./behaviours/menu.js";
import "./behaviours/copy.js";
import "./behaviours/print.js";
import "./behaviours/dismiss.js";
import "./behaviours/focus.js";
import "./behaviours/search-key.js";
