/** Where somebody is in the page. */
export type Route =
  | { readonly name: "browse" }
  | { readonly name: "item"; readonly itemId: string }
  | { readonly name: "bookings" }
  | { readonly name: "booking"; readonly bookingId: string }
  | { readonly name: "basket" }
  | { readonly name: "staff" }
  | { readonly name: "staff-item"; readonly itemId: string }
  | { readonly name: "reports" }
  | { readonly name: "report"; readonly reportId: string }
  | { readonly name: "nowhere" };

/** What a path of the page shows. */
export function routeOf(path: string): Route {
  const [first = "", second = "", third = "", ...rest] = path.split("/").slice(1).map(decoded);
  if (rest.length > 0) return { name: "nowhere" };
  switch (`${first}/${second === "" ? "" : "*"}${third === "" ? "" : "/*"}`) {
    case "/":
      return { name: "browse" };
    case "items/*":
      return { name: "item", itemId: second };
    case "bookings/":
      return { name: "bookings" };
    case "bookings/*":
      return { name: "booking", bookingId: second };
    case "basket/":
      return { name: "basket" };
    case "staff/":
      return { name: "staff" };
    case "staff/*":
      return second === "reports" ? { name: "reports" } : { name: "nowhere" };
    case "staff/*/*":
      if (second === "items") return { name: "staff-item", itemId: third };
      return second === "reports" ? { name: "report", reportId: third } : { name: "nowhere" };
    default:
      return { name: "nowhere" };
  }
}

/** A part of a path that cannot be decoded names nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
