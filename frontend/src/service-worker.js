// Keeps the worker's pages, and nothing else: no answer of a room, no name of anybody lies in its cache. What
// a worker sees comes from the browser's database (field/contact.js).
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute, setCatchHandler } from "workbox-routing";
import { NetworkOnly } from "workbox-strategies";

// The pages are the same in every language and for everybody, whatever "Vary" says: a kept page that differs
// only in a cookie must still be found.
const forEverybody = {
  cacheWillUpdate: async ({ response }) => {
    if (!response?.ok) return null;
    const headers = new Headers(response.headers);
    headers.delete("Vary");
    return new Response(await response.blob(), { status: 200, headers });
  },
};

cleanupOutdatedCaches();
addPlugins([forEverybody]);
// The list is written by build.mjs: the two pages, their bundles and icons, each with its revision.
precacheAndRoute(__PRECACHE__, { directoryIndex: null, cleanURLs: false, ignoreURLParametersMatching: [/.*/] });

// Any other page needs the office; without it the worker lands on the day's doors instead of an error.
registerRoute(new NavigationRoute(new NetworkOnly(), { denylist: [/^\/f\//, /^\/phone\//, /^\/api\//] }));
setCatchHandler(async ({ request, url }) => (request.mode === "navigate" && !url.pathname.startsWith("/phone/") ? Response.redirect("/phone/#away", 302) : Response.error()));

// The page that installed it is kept from now on, not from its next load.
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// A new version waits: the page asks for it when nothing unsaved is open (field/update.js).
self.addEventListener("message", ({ data }) => data === "take over" && self.skipWaiting());
