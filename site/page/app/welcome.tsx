import { Cover } from "../catalogue/cover.tsx";
import { useServices } from "./services.ts";
import { usePageTitle } from "./page-title.ts";

const posters = [
  { itemId: "quay-9", kind: "tour", title: "Berth" },
  { itemId: "lamp-4", kind: "room", title: "Quay" },
  { itemId: "tide-2", kind: "table", title: "Wind" },
] as const;

/** What somebody sees who is not signed in. */
export function Welcome({ returnTo }: { returnTo: string }) {
  const { session } = useServices();
  usePageTitle("Tours, rooms and tables");
  return (
    <div class="welcome">
      <div class="welcome-text">
        <h1 tabIndex={-1}>
          A place for you, <em>and nobody else in it.</em>
        </h1>
        <p class="lead">
          Tours, rooms and tables by the water. Book from any shore: a place is sold once, even on the day when a whole
          region goes dark.
        </p>
        <button type="button" class="button button-large" onClick={() => void session.begin(returnTo)}>
          Sign in and look around
        </button>
      </div>
      <div class="welcome-posters" aria-hidden="true">
        {posters.map((item) => (
          <Cover key={item.itemId} item={item} />
        ))}
      </div>
    </div>
  );
}
