// Keeps the worker's pages, and nothing else: no answer of a room, no name of anybody lies in its cache. What
// a worker sees comes from the browser's database (field/contact.js).
import { cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute, setCatchHandler } from "workbox-routing";
import { NetworkOnly } from "workbox-strategies";

cleanupOutdatedCaches();
// The list is written by build.mjs: the two pages, their bundles and icons, each with its revision.
precacheAndRoute(__PRECACHE__, { directoryIndex: null, cleanURLs: false, ignoreURLParametersMatching: [/.*/] });

// Any other page needs the office; without it the worker lands on the day's doors instead of an error.
registerRoute(new NavigationRoute(new NetworkOnly(), { denylist: [/^\/f\//, /^\/phone\//, /^\/api\//] }));
setCatchHandler(async ({ request }) => (request.mode === "navigate" ? Response.redirect("/phone/#away", 302) : Response.error()));

// A new version waits: the page asks for it when nothing unsaved is open (field/update.js).
self.addEventListener("message", ({ data }) => data === "take over" && self.skipWaiting());
