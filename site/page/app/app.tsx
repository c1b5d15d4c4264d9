import { useEffect, useRef } from "preact/hooks";
import { BasketPage } from "../basket/basket-page.tsx";
import { BookingPage } from "../bookings/booking-page.tsx";
import { BookingsPage } from "../bookings/bookings-page.tsx";
import { BrowsePage } from "../catalogue/browse-page.tsx";
import { ItemPage } from "../catalogue/item-page.tsx";
import { ItemEditor } from "../staff/item-editor.tsx";
import { ReportPage } from "../staff/report-page.tsx";
import { ReportsPage } from "../staff/reports-page.tsx";
import { StaffPage } from "../staff/staff-page.tsx";
import { Notice } from "../ui/notice.tsx";
import { Banners } from "./banners.tsx";
import { Footer } from "./footer.tsx";
import { Header } from "./header.tsx";
import { here, Link } from "./navigation.tsx";
import { type Route, routeOf } from "./route.ts";
import { useServices } from "./services.ts";
import { Welcome } from "./welcome.tsx";

/** The page. */
export function App() {
  const { session, announcement } = useServices();
  const path = here().pathname;
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    // Who moved on by keyboard or screen reader begins at the new heading; who has just come, at the top.
    if (!isFirst.current) main.current?.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [path]);
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header />
      <Banners />
      <main id="main" ref={main} tabIndex={-1}>
        {session.signedIn === undefined ? <Welcome returnTo={path} /> : <Page key={path} route={routeOf(path)} />}
      </main>
      <Footer />
      <p class="visually-hidden" role="status">
        {announcement}
      </p>
    </>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.name) {
    case "browse":
      return <BrowsePage />;
    case "item":
      return <ItemPage itemId={route.itemId} />;
    case "bookings":
      return <BookingsPage />;
    case "booking":
      return <BookingPage bookingId={route.bookingId} />;
    case "basket":
      return <BasketPage />;
    case "staff":
      return <StaffPage />;
    case "staff-item":
      return <ItemEditor itemId={route.itemId} />;
    case "reports":
      return <ReportsPage />;
    case "report":
      return <ReportPage reportId={route.reportId} />;
    case "nowhere":
      return (
        <>
          <h1 tabIndex={-1}>Off the chart</h1>
          <Notice flag="U" title="There is no such page">
            <p>This flag says: you are running into danger. It is not that bad.</p>
            <Link to="/" class="button">
              Back to the harbour
            </Link>
          </Notice>
        </>
      );
  }
}
