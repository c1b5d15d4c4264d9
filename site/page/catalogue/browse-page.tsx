import { useState } from "preact/hooks";
import type { Item } from "../api/schemas.ts";
import { goTo, here, Link } from "../app/navigation.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { useServices } from "../app/services.ts";
import { Complaint, Failure, Loading, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { useLoad } from "../ui/use-load.ts";
import { type Found, find, pathOf, type Search, searchFrom } from "./catalogue.ts";
import { Cover } from "./cover.tsx";
import { SearchForm } from "./search-form.tsx";

/** What can be booked. */
export function BrowsePage() {
  usePageTitle("What can be booked");
  const search = searchFrom(here().searchParams);
  const key = pathOf(search);
  return (
    <>
      <header class="browse-head">
        <h1 tabIndex={-1}>Where would you like to be?</h1>
        <SearchForm
          key={key}
          search={search}
          submit={(next) => {
            goTo(pathOf(next));
          }}
        />
      </header>
      <Results key={key} search={search} />
    </>
  );
}

function Results({ search }: { search: Search }) {
  const { api } = useServices();
  const first = useLoad(pathOf(search), (signal) => find(api, search, undefined, signal));
  const [more, setMore] = useState<readonly Found[]>([]);
  const action = useAction();
  if (first.state === "loading") return <Cards items={[]} isLoading />;
  if (first.state === "failed") return <Failure error={first.error} retry={first.reload} />;
  const pages = [first.value, ...more];
  const items = pages.flatMap((page) => page.items);
  const cursor = pages.at(-1)?.cursor;
  if (items.length === 0) return <Nothing search={search} />;
  return (
    <>
      <p class="visually-hidden" role="status">
        {items.length} found
      </p>
      <Cards items={items} />
      {cursor !== undefined && (
        <button
          type="button"
          class="button-quiet more"
          disabled={action.isRunning}
          onClick={() => {
            action.run(async () => {
              const page = await find(api, search, cursor, new AbortController().signal);
              setMore((before) => [...before, page]);
            });
          }}
        >
          Show more
        </button>
      )}
      <Complaint error={action.error} />
    </>
  );
}

function Nothing({ search }: { search: Search }) {
  const isSearch = pathOf(search) !== "/";
  if (!isSearch) {
    return (
      <Notice flag="Q" title="The quay is empty">
        <p>Nothing is on offer yet. As soon as something is, it is here.</p>
      </Notice>
    );
  }
  return (
    <Notice flag="Q" title="Nothing like that">
      <p>
        {search.from === "" && search.to === ""
          ? "Try fewer words, or another kind."
          : "Nothing is free then. Try other days, or all of them."}
      </p>
      <Link to="/" class="button">
        Show everything
      </Link>
    </Notice>
  );
}

function Cards({ items, isLoading = false }: { items: readonly Item[]; isLoading?: boolean }) {
  if (isLoading) return <Loading what="what can be booked" rows={3} />;
  return (
    <ul class="cards">
      {items.map((item) => (
        <li key={item.itemId} class="card">
          <Cover item={item} />
          <div class="card-text">
            <p class="kind">{item.kind}</p>
            <h2>
              <Link to={`/items/${encodeURIComponent(item.itemId)}`}>{item.title}</Link>
            </h2>
            <p>{item.description}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
