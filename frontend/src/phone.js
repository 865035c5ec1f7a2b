// Pages for the hand: htmx and small behaviours; the outbox is fetched only when something is in it.
import "htmx.org/dist/htmx.esm.js";
import "./behaviours.js";
import "./hand.js";
import { watchLeaving } from "./leave.js";

watchLeaving();
