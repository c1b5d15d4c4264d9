import { Link } from "../app/navigation.tsx";

/** What there is for staff. */
export function StaffTabs({ current }: { current: "items" | "reports" }) {
  return (
    <nav class="tabs" aria-label="For staff">
      <Link to="/staff" isCurrent={current === "items"}>
        Items and times
      </Link>
      <Link to="/staff/reports" isCurrent={current === "reports"}>
        Reports
      </Link>
    </nav>
  );
}
