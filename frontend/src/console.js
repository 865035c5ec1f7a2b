// The desk: htmx, Tabler's drop-downs, and the behaviours below. Every page works without them.
import "htmx.org/dist/htmx.esm.js";
import "@tabler/core/dist/js/tabler.esm.js";
import "./behaviours.js";
import "./bulk.js";
import "./hand.js";
import { watchLeaving } from "./leave.js";
import { enhance } from "./place/enhance.js";

watchLeaving();
enhance();
document.addEventListener("htmx:after:swap", enhance);
