import { useRef } from "preact/hooks";
import { goTo, Link } from "../app/navigation.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { useServices } from "../app/services.ts";
import { find } from "../catalogue/catalogue.ts";
import { Failure, Loading } from "../ui/notice.tsx";
import { useLoad } from "../ui/use-load.ts";
import { ItemForm } from "./item-form.tsx";
import { makeItem } from "./items.ts";
import { StaffTabs } from "./staff-tabs.tsx";

/** What staff can edit. */
export function StaffPage() {
  usePageTitle("Items");
  const { api } = useServices();
  const everything = { q: "", kind: "", from: "", to: "" } as const;
  const found = useLoad("staff items", (signal) => find(api, everything, undefined, signal));
  const key = useRef(crypto.randomUUID());
  return (
    <>
      <h1 tabIndex={-1}>Harbour office</h1>
      <StaffTabs current="items" />
      <div class="columns">
        <section aria-labelledby="offers">
          <h2 id="offers">On offer</h2>
          {found.state === "loading" && <Loading what="items" />}
          {found.state === "failed" && <Failure error={found.error} retry={found.reload} />}
          {found.state === "ready" && found.value.items.length === 0 && <p>Nothing yet.</p>}
          <ul class="lines">
            {(found.state === "ready" ? found.value.items : []).map(({ itemId, title, kind, region }) => (
              <li key={itemId}>
                <span class="slot-line">
                  <Link to={`/staff/items/${encodeURIComponent(itemId)}`} class="slot-title">
                    {title}
                  </Link>
                  <span>
                    {kind} · edited in {region}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="new-item" class="panel">
          <h2 id="new-item">Something new</h2>
          <ItemForm
            action="Put it on the list"
            save={async (content) => {
              const { itemId } = await makeItem(api, content, key.current);
              goTo(`/staff/items/${encodeURIComponent(itemId)}`);
            }}
          />
        </section>
      </div>
    </>
  );
}
