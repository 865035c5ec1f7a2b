// <gw-picker> for pages that bring the element themselves.
import { definePicker } from "./place/picker.js";

definePicker();
