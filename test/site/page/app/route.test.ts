import { expect } from "chai";
import { routeOf } from "../../../../site/page/app/route.ts";

describe("a path of the page", () => {
  const known = {
    "/": { name: "browse" },
    "/items/boat-1": { name: "item", itemId: "boat-1" },
    "/bookings": { name: "bookings" },
    "/bookings/": { name: "bookings" },
    "/bookings/0a": { name: "booking", bookingId: "0a" },
    "/basket": { name: "basket" },
    "/staff": { name: "staff" },
    "/staff/items/boat-1": { name: "staff-item", itemId: "boat-1" },
    "/staff/reports": { name: "reports" },
    "/staff/reports/0a": { name: "report", reportId: "0a" },
  };
  for (const [path, route] of Object.entries(known)) {
    it(`${path} shows ${route.name}`, () => {
      expect(routeOf(path)).to.deep.equal(route);
    });
  }

  it("shows nothing otherwise", () => {
    for (const path of [
      "/items",
      "/items/a/b",
      "/basket/x",
      "/staff/x",
      "/staff/items/a/b",
      "/staff/x/a",
      "/%E0%A4%A",
      "/x",
    ]) {
      expect(routeOf(path).name, path).to.equal(path === "/%E0%A4%A" ? "browse" : "nowhere");
    }
  });
});
