// A worker's phone keeps the own county with the street's register, so that place fields work without a network.
import { places } from "./store.js";

export const OWN_AREA = "/places/own-area";

export const keepPlaces = () => places(OWN_AREA);
