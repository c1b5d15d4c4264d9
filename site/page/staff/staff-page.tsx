import { useRef } from "preact/hooks";
import { goTo, Link } from "../app/navigation.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { useServices } from "../app/services.ts";
import { everything } from "../catalogue/catalogue.ts";
import { More } from "../catalogue/more.tsx";
import { useFound } from "../catalogue/use-found.ts";
import { Failure, Loading } from "../ui/notice.tsx";
import { ItemForm } from "./item-form.tsx";
import { makeItem } from "./items.ts";
import { StaffTabs } from "./staff-tabs.tsx";

/** What staff can edit. */
export function StaffPage() {
  usePageTitle("Items");
  const { api } = useServices();
  const { first, items, ...rest } = useFound(everything);
  const key = useRef(crypto.randomUUID());
  return (
    <>
      <h1 tabIndex={-1}>Harbour office</h1>
      <StaffTabs current="items" />
      <div class="columns">
        <section aria-labelledby="offers">
          <h2 id="offers">On offer</h2>
          {first.state === "loading" && <Loading what="items" />}
          {first.state === "failed" && <Failure error={first.error} retry={first.reload} />}
          {first.state === "ready" && items.length === 0 && (
            <p>Nothing yet. Put the first thing on the list, and customers find it.</p>
          )}
          <ul class="lines">
            {items.map(({ itemId, title, kind, region }) => (
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
          <More {...rest} />
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
