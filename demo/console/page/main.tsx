import { render } from "preact";
import { Console } from "./console.tsx";
import { keepLooking } from "./machine.ts";

render(<Console />, document.body);
void keepLooking();
