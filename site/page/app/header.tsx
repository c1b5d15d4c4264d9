import { useEffect } from "preact/hooks";
import { readBasket } from "../basket/basket.ts";
import { Flag } from "../ui/flag.tsx";
import { here, Link } from "./navigation.tsx";
import { routeOf } from "./route.ts";
import { useServices } from "./services.ts";

/** The name, the ways, and who one is. */
export function Header() {
  const services = useServices();
  const { session, basketUnits } = services;
  const { signedIn } = session;
  useEffect(() => {
    // How many places are in the basket is nothing to worry anybody about if it cannot be had.
    if (signedIn !== undefined) readBasket(services).catch(() => undefined);
  }, [signedIn?.customerId]);
  const { name } = routeOf(here().pathname);
  const units = basketUnits.value ?? 0;
  return (
    <header class="site-header">
      <Link to="/" class="logo">
        <Flag of="B" />
        Berth
      </Link>
      {signedIn !== undefined && (
        <nav aria-label="Main">
          <Link to="/" isCurrent={name === "browse" || name === "item"}>
            Explore
          </Link>
          <Link to="/bookings" isCurrent={name === "bookings" || name === "booking"}>
            My bookings
          </Link>
          <Link to="/basket" isCurrent={name === "basket"}>
            Basket{" "}
            {units > 0 && (
              <span class="badge">
                {units}
                <span class="visually-hidden"> places</span>
              </span>
            )}
          </Link>
          {signedIn.isStaff && (
            <Link to="/staff" isCurrent={name.startsWith("staff") || name.startsWith("report")}>
              Harbour office
            </Link>
          )}
        </nav>
      )}
      <div class="account">
        {signedIn === undefined ? (
          <button type="button" class="button-quiet" onClick={() => void session.begin(here().pathname)}>
            Sign in
          </button>
        ) : (
          <>
            <span class="account-name" title={signedIn.name}>
              {signedIn.name}
            </span>
            <button
              type="button"
              class="button-quiet"
              onClick={() => {
                session.end();
              }}
            >
              Sign out
            </button>
          </>
        )}
      </div>
    </header>
  );
}
